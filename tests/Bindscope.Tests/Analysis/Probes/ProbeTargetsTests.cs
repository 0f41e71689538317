using Bindscope.Analysis.Probes;
using Bindscope.Analysis.Probes.Regression;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;

namespace Bindscope.Tests.Analysis.Probes;

public sealed class ProbeTargetsTests
{
    private static readonly SymbolicProgram Program = ProgramParser.Parse("a=1\nb=a\na=2\nc=b\n#c:");

    [Fact]
    public void AStateIsWhatEveryVariableHoldsSoFar()
    {
        int[][] states = [.. new ProbeTargets([Program]).States(10).Values.Chunk(ProbeTargets.Names)];

        Assert.Equal([2, 0, 0], states[0][..3]);
        Assert.Equal([2, 2, 0], states[1][..3]);
        Assert.Equal([3, 2, 0], states[2][..3]);
        Assert.Equal([3, 2, 2], states[3][..3]);
        Assert.All(states, state => Assert.All(state[3..], value => Assert.Equal(ProbeTargets.Nil, value)));
    }

    [Fact]
    public void ValueAndDepthAreTheLinesOwnAndDeepLinesAreOneClass()
    {
        var targets = new ProbeTargets([Program]);

        Assert.Equal([1, 1, 2, 1], targets.Of(LineTarget.Value, 10, 4).Values);
        Assert.Equal([0, 1, 0, 2], targets.Of(LineTarget.Depth, 10, 4).Values);
        Assert.Equal([0, 1, 0, 1], targets.Of(LineTarget.Depth, 10, 1).Values);
        Assert.Equal([false, true, false, true], targets.HasVariable);
    }

    [Fact]
    public void TheControlTaskGivesTheSameLineTheSameClassEverywhere()
    {
        var targets = new ProbeTargets([Program, ProgramParser.Parse("b=7\na=2\nb=a\nc=b\n#c:")]);
        ClassLabels like = new([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 10);
        int[] classes = targets.Control(like, new Seed(5)).Values;

        Assert.Equal((classes[1], classes[2], classes[3]), (classes[6], classes[5], classes[7]));
        Assert.True(classes.Distinct().Count() > 2);
        Assert.NotEqual(classes, targets.Control(like, new Seed(6)).Values);
    }

    [Fact]
    public void EveryProgramCountsAlike()
    {
        Estimate share = new PerProgram([4, 2]).Share([true, true, true, true, false, false], [true, true, true, true, true, false]);

        Assert.Equal(0.5, share.Value);
        Assert.Equal(2, share.Programs);
        Assert.InRange(share.Low, 0, 0.01);
    }
}
