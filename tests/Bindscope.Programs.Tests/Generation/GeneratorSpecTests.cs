using Bindscope.Errors;
using Bindscope.Programs.Generation;
using Xunit;

namespace Bindscope.Programs.Tests.Generation;

public sealed class GeneratorSpecTests
{
    [Fact]
    public void TheDefaultsAreThePapersTaskAndValid()
    {
        var spec = new GeneratorSpec();
        Assert.Equal((16, 4, 0.3, 3.0), (spec.Lines, spec.MaximumHops, spec.ConstantShare, spec.DepthExponent));
        Assert.Empty(spec.Validated());
    }

    [Fact]
    public void EveryProblemIsReportedAtOnce()
    {
        var spec = new GeneratorSpec(
            Lines: 0, MaximumHops: 0, ConstantShare: 1.5, DepthExponent: double.NaN, (NamePolicy)9, (DepthPolicy)9, NameCount: 27, DigitCount: 0, (QueryBalance)9);
        Assert.Equal(
            [
                "Lines is 0, must be 1-100",
                "MaximumHops is 0, must be at least 1",
                "ConstantShare is 1.5, must be 0-1",
                "DepthExponent is NaN, must be 0-6",
                "NameCount is 27, must be 1-26",
                "DigitCount is 0, must be 1-10",
                "Names is 9, which is no name policy",
                "Depth is 9, which is no depth policy",
                "Balance is 9, which is no query balance",
            ],
            spec.Validated());
    }

    [Theory]
    [InlineData(3, 4, 0.3, 26, NamePolicy.Reuse, "MaximumHops is 4, must be 1-3, the number of lines")]
    [InlineData(3, 2, 1.0, 26, NamePolicy.Reuse, "ConstantShare is 1, so that no query has 2 hops; MaximumHops must then be 1")]
    [InlineData(3, 2, 0.3, 1, NamePolicy.Reuse, "NameCount is 1, so that no query has 2 hops; MaximumHops must then be 1")]
    [InlineData(3, 2, 3.0, 26, NamePolicy.Reuse, "ConstantShare is 3, must be 0-1")]
    [InlineData(3, 2, 0.3, 0, NamePolicy.Reuse, "NameCount is 0, must be 1-26")]
    [InlineData(16, 4, 0.3, 8, NamePolicy.Unique, "Unique names for 16 lines need 16 names, there are 8")]
    public void NumbersThatDoNotFitTogetherAreRefused(int lines, int hops, double share, int names, NamePolicy policy, string problem)
    {
        var spec = new GeneratorSpec(lines, hops, share, Names: policy, NameCount: names);
        Assert.Equal([problem], spec.Validated());
        Assert.Contains(problem, Assert.Throws<UserException>(() => new ProgramGenerator(spec)).Message, StringComparison.Ordinal);
    }
}
