using Bindscope.Errors;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Xunit;

namespace Bindscope.Programs.Tests.Generation;

public sealed class ProgramSplitsTests
{
    private static readonly GeneratorSpec Small = new(Lines: 6, MaximumHops: 2);
    private static readonly SplitSpec Sizes = new(Train: 3_000, Validation: 200, Test: 1_000);

    [Fact]
    public void TheDefaultSizesAreThePapers()
    {
        var sizes = new SplitSpec();
        Assert.Equal((450_000, 1_000, 49_000, 500_000L), (sizes.Train, sizes.Validation, sizes.Test, sizes.Total));
    }

    [Fact]
    public void NoProgramOccursTwice()
    {
        // So short that every tenth program or so comes twice: there is something to drop.
        var splits = Generate(new GeneratorSpec(Lines: 2, MaximumHops: 2, NameCount: 8), Sizes, new Seed(1));
        Assert.Equal((3_000, 200, 1_000), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        Assert.Distinct(splits.Train.Concat(splits.Validation).Concat(splits.Test));
    }

    [Fact]
    public void ExactlyTheValidationAndTestProgramsAreHeldBack()
    {
        var splits = Generate(Small, Sizes, new Seed(2));
        Assert.All(splits.Test.Concat(splits.Validation), program => Assert.True(splits.IsHeldBack(program)));
        Assert.All(splits.Train, program => Assert.False(splits.IsHeldBack(program)));
    }

    [Fact]
    public void TheNumberOfThreadsChangesNothing()
    {
        var sizes = Sizes with { Train = 40_000 }; // more than one round of blocks
        var one = Generate(Small, sizes, new Seed(3), threads: 1);
        var many = Generate(Small, sizes, new Seed(3), threads: 5);
        Assert.Equal(one.Train, many.Train);
        Assert.Equal(one.Test, many.Test);
    }

    [Fact]
    public void TheTestSetDoesNotDependOnTheOtherSplits()
    {
        var usual = Generate(Small, Sizes, new Seed(4));
        var other = Generate(Small, Sizes with { Train = 10, Validation = 0, HeldOutCombinations = 0.1 }, new Seed(4));
        Assert.Equal(usual.Test, other.Test);
    }

    [Fact]
    public void AnotherSeedGivesOtherPrograms()
    {
        var one = Generate(Small, Sizes, new Seed(5));
        var other = Generate(Small, Sizes, new Seed(6));
        Assert.True(one.Test.Intersect(other.Test).Count() < 10);
    }

    [Fact]
    public void HeldOutCombinationsStandInTheTestSetAndNeverInTheTrainingSet()
    {
        var splits = Generate(Small, Sizes with { HeldOutCombinations = 0.1 }, new Seed(7));
        var heldOut = splits.HeldOut.All.ToHashSet();
        Assert.Equal(26, heldOut.Count);
        Assert.All(splits.Train, program => Assert.Empty(program.Lines.Intersect(heldOut)));
        Assert.Superset(heldOut, splits.Test.SelectMany(program => program.Lines).ToHashSet());
        Assert.Equal(splits.Test.Count(splits.HeldOut.OccursIn), splits.Test.Count(program => program.Lines.Any(heldOut.Contains)));
    }

    [Fact]
    public void HoldingOutLeavesEveryVariableADigitAndTheShareOfConstantsAsItWas()
    {
        var spec = new GeneratorSpec(Lines: 6, MaximumHops: 2, DigitCount: 2);
        var splits = Generate(spec, Sizes with { HeldOutCombinations = 0.5 }, new Seed(8));
        Assert.Equal(26, splits.HeldOut.All.Select(line => line.Name).Distinct().Count());
        Assert.Equal(Constants(splits.Test), Constants(splits.Train), tolerance: 0.05);

        static double Constants(IEnumerable<SymbolicProgram> programs) => programs.SelectMany(p => p.Lines).Average(line => line.IsConstant ? 1 : 0);
    }

    [Fact]
    public void MoreProgramsThanThereAreIsAnError()
    {
        var tiny = new GeneratorSpec(Lines: 2, MaximumHops: 2, NameCount: 2, DigitCount: 2);
        UserException error = Assert.Throws<UserException>(() => Generate(tiny, Sizes, new Seed(9)));
        Assert.StartsWith("There are hardly 1,000 different programs of this kind", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SizesThatMakeNoSenseAreReportedAtOnce()
    {
        UserException error = Assert.Throws<UserException>(
            () => Generate(Small, new SplitSpec(-1, -2, 20_000_000, 0.7), new Seed(1)));
        Assert.Equal(
            "No splits can be generated: Train is -1, must be at least 0; Validation is -2, must be at least 0; "
            + "Train, Validation and Test sum to 19999997, must be at most 10000000; HeldOutCombinations is 0.7, must be 0-0.5.",
            error.Message);
    }

    [Fact]
    public void GeneratingCanBeCancelled() => Assert.Throws<OperationCanceledException>(
        () => ProgramSplits.Generate(Small, Sizes, new Seed(1), cancellation: new CancellationToken(canceled: true)));

    private static ProgramSplits Generate(GeneratorSpec spec, SplitSpec sizes, Seed seed, int threads = 0) =>
        ProgramSplits.Generate(spec, sizes, seed, threads, TestContext.Current.CancellationToken);
}
