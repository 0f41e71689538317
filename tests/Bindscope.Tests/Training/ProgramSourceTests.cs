using Bindscope.Errors;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs.Presets;
using Bindscope.Training.Batches;

namespace Bindscope.Tests.Training;

public sealed class ProgramSourceTests
{
    private static readonly GeneratorSpec Task = TinyPresets.Fresh.Task;
    private static readonly Stage Own = new(4, 2);

    /// <summary>Twenty programs in all: <c>a=0</c> to <c>b=9</c>.</summary>
    private static readonly GeneratorSpec TwentyPrograms = new(Lines: 1, MaximumHops: 1, NameCount: 2);

    [Fact]
    public void FreshProgramsAreNeverThoseOfTheTestSplit()
    {
        var splits = Splits(TwentyPrograms, 0, 2, 13);
        var drawn = new FreshSource(TwentyPrograms, splits, new Seed(2)).Programs(0, new Stage(1, 1), 0, 500).Distinct().ToList();

        Assert.Equal(5, drawn.Count);
        Assert.Empty(drawn.Intersect(splits.Test.Concat(splits.Validation)));
    }

    [Fact]
    public void WhereNothingIsLeftToDrawItSaysSo()
    {
        var splits = Splits(TwentyPrograms, 0, 0, 20);
        var error = Assert.Throws<UserException>(() => new FreshSource(TwentyPrograms, splits, new Seed(2)).Programs(0, new Stage(1, 1), 0, 1));

        Assert.Contains("none is left to train on", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FreshProgramsDependOnSeedStepAndIndexAlone()
    {
        var stage = new Stage(4, 2, FewNames: 5);
        var whole = Fresh(2).Programs(9, stage, 0, 12);

        Assert.Equal(whole, Fresh(2).Programs(9, stage, 0, 5).Concat(Fresh(2).Programs(9, stage, 5, 7)));
        var used = Fresh(2);
        used.Programs(3, Own, 0, 7);
        Assert.Equal(whole[4..6], used.Programs(9, stage, 4, 2));
        Assert.NotEqual(whole, Fresh(2).Programs(10, stage, 0, 12));
        Assert.NotEqual(whole, Fresh(3).Programs(9, stage, 0, 12));
    }

    [Fact]
    public void AnEasierStageHasNoLineDeeperThanItsQueries()
    {
        var programs = Fresh(4).Programs(0, new Stage(3, 1), 0, 200);

        Assert.All(programs, program => Assert.Equal(3, program.Lines.Length));
        Assert.All(programs, program => Assert.All(Interpreter.Run(program).Lines, line => Assert.Equal(1, line.Depth)));
        Assert.Contains(Fresh(4).Programs(0, Own, 0, 200), program => Interpreter.Run(program).Lines.Any(line => line.Depth > 2));
    }

    [Fact]
    public void HalfOfAStagesProgramsUseFewNames()
    {
        // Four names of 26 at random: not always the same ones. Four lines repeat a name of 26 rarely, and of 2 always.
        var programs = Fresh(5).Programs(0, new Stage(4, 2, FewNames: 2), 0, 1_000);
        var few = programs.Where(program => program.Lines.Select(line => line.Name).Distinct().Count() <= 2).ToList();

        Assert.InRange(few.Count, 440, 570);
        Assert.InRange(few.SelectMany(program => program.Lines).Select(line => line.Name).Distinct().Count(), 26, 26);
    }

    [Fact]
    public void EveryEpochGoesThroughTheWholeSplitInANewOrder()
    {
        var splits = Splits(Task, 10, 5, 5);
        var source = new SplitSource(splits, TinyPresets.Split.Training with { Batch = 4 }, new Seed(6));
        var drawn = Enumerable.Range(0, 10).SelectMany(step => source.Programs(step, Own, 0, 4)).ToArray();

        var epochs = drawn.Chunk(10).ToArray();
        Assert.Equal(4, epochs.Length);
        Assert.All(epochs, epoch => Assert.Equal(Texts(splits.Train).Order(StringComparer.Ordinal), Texts(epoch).Order(StringComparer.Ordinal)));
        Assert.Equal(4, epochs.Select(epoch => string.Concat(Texts(epoch))).Distinct().Count());
    }

    [Fact]
    public void ABatchReachesFromOneEpochIntoTheNextHoweverItIsAskedFor()
    {
        var splits = Splits(Task, 10, 5, 5);
        var inOrder = Enumerable.Range(0, 10).SelectMany(step => new SplitSource(splits, TinyPresets.Split.Training with { Batch = 4 }, new Seed(6)).Programs(step, Own, 0, 4)).ToArray();

        // Step 2 has two programs of the first epoch and two of the second; step 7 two of the third and two of the fourth.
        var source = new SplitSource(splits, TinyPresets.Split.Training with { Batch = 4 }, new Seed(6));
        foreach (var step in new[] { 7, 2, 5 })
        {
            var (second, first) = (source.Programs(step, Own, 2, 2), source.Programs(step, Own, 0, 2));
            Assert.Equal(inOrder.Skip(4 * step).Take(4), first.Concat(second));
        }
    }

    private static ProgramSplits Splits(GeneratorSpec task, int train, int validation, int test) => ProgramSplits.Generate(
        task, new SplitSpec(train, validation, test), new Seed(1), cancellation: TestContext.Current.CancellationToken);

    private static FreshSource Fresh(ulong seed)
        => new(Task, Splits(Task, 0, 20, 20), new Seed(seed));

    private static IEnumerable<string> Texts(IEnumerable<SymbolicProgram> programs) => programs.Select(program => program.ToText());
}
