using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Everything;
using Bindscope.Analysis.Generalisation.Unseen;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Report;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;

namespace Bindscope.Tests.Analysis.Generalisation;

public sealed class UnseenRolesTests
{
    private static readonly UnseenRoles Left = new("abc", "def", "ghi", "389");
    private static readonly GeneratorSpec Task = new(Lines: 8, MaximumHops: 3);

    [Fact]
    public void APairIsOneProgramSpeltTwiceOfWhichOneHasTheUnseenRoleAlone()
    {
        SymbolicProgram[] programs = Programs(1500);
        UnseenPair[] pairs = UnseenPairs.Of(programs, Left, Task);

        Assert.Equal(8, pairs.Select(pair => (pair.Role, pair.Original)).Distinct().Count());
        Assert.Equal(12, pairs.Select(pair => pair.Symbol).Distinct().Count());
        Assert.All(pairs, pair =>
        {
            Assert.Contains(pair.Role, Left.OccurringIn(pair.Unseen));
            Assert.Empty(Left.OccurringIn(pair.Seen));
            Assert.Contains(pair.Symbol, UnseenRoles.SymbolsIn(pair.Role, pair.Unseen));
            Assert.Contains(pair.Original == Original.Unseen ? pair.Unseen : pair.Seen, programs);

            // The same program: one letter for another at every place, and nothing else.
            (char Old, char New)[] changes = [.. pair.Unseen.ToText().Zip(pair.Seen.ToText()).Where(both => both.First != both.Second).Distinct()];
            (char old, char renamed) = Assert.Single(changes);
            Assert.Equal(pair.Symbol, old);
            Assert.DoesNotContain(renamed, pair.Unseen.ToText());
            Assert.DoesNotContain(old, pair.Seen.ToText());

            (Execution one, Execution other) = (Interpreter.Run(pair.Unseen), Interpreter.Run(pair.Seen));
            Assert.Equal((one.Hops, one.RootLine), (other.Hops, other.RootLine));
            Assert.True(one.ChainLines.SequenceEqual(other.ChainLines));
            Assert.Equal(pair.Role == SymbolRole.Answer ? renamed - '0' : one.Value, other.Value);
        });
        Assert.Equal(pairs, UnseenPairs.Of(programs, Left, Task));
    }

    [Theory]
    [InlineData(20, 12, 2, 16, 0.2, 0.0562, 0.3292)]
    [InlineData(1, 97, 2, 0, 0.95, 0.8505, 0.9826)]
    [InlineData(30, 0, 0, 0, 0, -0.1135, 0.1135)]
    public void ThePairedIntervalIsNewcombes(int both, int first, int second, int neither, double value, double low, double high)
    {
        var difference = PairedDifference.OfCounts(both, first, second, neither);
        Assert.Equal(value, difference.Value, 4);
        Assert.Equal(low, difference.Low, 4);
        Assert.Equal(high, difference.High, 4);
    }

    [Fact]
    public void ThePairedIntervalHoldsTheTruthInAboutNineteenOfTwentySamples()
    {
        RandomStream random = new Seed(3).Stream();
        int held = 0;
        for (int sample = 0; sample < 2000; sample++)
        {
            var counts = new int[4];
            for (int pair = 0; pair < 60; pair++)
            {
                counts[random.NextDouble() switch { < 0.6 => 0, < 0.65 => 1, < 0.9 => 2, _ => 3 }]++;
            }

            var interval = PairedDifference.OfCounts(counts[0], counts[1], counts[2], counts[3]);
            held += interval.Low <= -0.2 && interval.High >= -0.2 ? 1 : 0;
        }

        Assert.InRange(held / 2000.0, 0.935, 0.985);
    }

    [Fact]
    public void ARoleIsLearnedFromTheCheckpointAfterTheLastThatIsBelow()
    {
        CheckpointUnseen At(int step, double unseen, double seen) => new(
            step,
            [new UnseenComparison(SymbolRole.Root, Original.Seen, null, null, null, Of(unseen), Of(seen), 0, 0, 0, default, 1)],
            []);
        Proportion Of(double share) => Proportion.OfCounts((int)(100 * share), 100);

        Assert.Equal(
            [new UnseenMilestone(SymbolRole.Root, Original.Seen, null, 20)],
            UnseenAnalysis.Milestones([At(0, 0.95, 0.1), At(10, 0.95, 0.89), At(20, 0.99, 0.9), At(30, 0.5, 1)]));
    }

    [Fact]
    public void ARunWithUnseenRolesIsMeasuredGoesOnWhereItStoppedAndOneWithoutSaysHowToTrainOne()
    {
        using var folder = new TemporaryFolder();
        Preset preset = TinyPresets.Fresh with
        {
            Data = TinyPresets.Fresh.Data with { Unseen = Left },
            Training = TinyPresets.Fresh.Training with { Objective = TinyPresets.Fresh.Training.Objective with { ValueAtRightHandSide = 0 } },
        };
        Run run = RunFolders.Train(folder.File("a"), preset);
        UnseenResult result = UnseenAnalysis.Run(run, new UnseenSpec(), new Work());

        Assert.Equal(run.Checkpoints.Steps(), result.Checkpoints.Select(one => one.Step));
        Assert.Equal(AnalysisFolder.ToJson(result), AnalysisFolder.ToJson(UnseenAnalysis.Run(run, new UnseenSpec(), new Work())));
        Assert.All(result.Checkpoints, checkpoint =>
        {
            foreach (IGrouping<(SymbolRole, Original), UnseenComparison> kind in checkpoint.Comparisons.GroupBy(one => (one.Role, one.Original)))
            {
                UnseenComparison all = Assert.Single(kind, one => one.IsOfAll());
                Assert.Equal(all.Unseen.Programs, kind.Where(one => one is { Hops: not null, AnswerLine: null }).Sum(one => one.Unseen.Programs));
                Assert.Equal(all.SeenAlone, kind.Where(one => one is { Hops: null, AnswerLine: not null }).Sum(one => one.SeenAlone));
                Assert.Equal(all.UnseenAlone, kind.Where(one => one is { Hops: not null, AnswerLine: not null }).Sum(one => one.UnseenAlone));
                Assert.Equal(all.BothRight, kind.Where(one => one.Symbol is not null).Sum(one => one.BothRight));
                Assert.Equal(all.Difference.Value, all.Unseen.Value - all.Seen.Value, 12);
            }

            Assert.All(checkpoint.Sayings, saying =>
            {
                UnseenComparison all = checkpoint.Comparisons.First(one => (one.Role, one.Original) == (saying.Role, saying.Original));
                Assert.Equal(all.Unseen.Programs, saying.Predictions.Sum());
                Proportion right = saying.Outcomes.Single(one => one.Outcome == Outcome.Right).Share;
                Assert.Equal(saying.Arm == Arm.Unseen ? all.Unseen : all.Seen, right);
                Assert.Equal(saying is { Role: SymbolRole.Answer, Arm: Arm.Unseen }, saying.BestOfUnseen is not null);
            });
        });

        // One checkpoint's file is what the question for that checkpoint gets.
        int last = run.Checkpoints.Steps()[^1];
        Assert.Equal(
            AnalysisFolder.ToJson(result.Checkpoints[^1]),
            AnalysisFolder.ToJson(Assert.Single(UnseenAnalysis.Run(run, new UnseenSpec(last), new Work()).Checkpoints)));

        IEnumerable<string> Planned(Run one) => EverythingAnalysis.Plan(one, new Budget(one, 3, new Work())).Select(planned => planned.Entry.Info.Command);
        Assert.Contains("analyze unseen-roles", Planned(run));

        // The report names the command, and then has the shares.
        ReportFigure Table() => Assert.Single(new RunReport(run, null, "test").Document.Figures, figure => figure.Id == "unseen-roles");
        Assert.Equal("./bindscope analyze unseen-roles --run a", Table().Command);
        Assert.NotEmpty(Table().Missing);
        new AnalysisFolder(run, UnseenAnalysis.Info.Name).Write(new UnseenSpec(), result);
        Assert.Empty(Table().Missing);
        string page = File.ReadAllText(new RunReport(run, null, "test").Write(folder.File("report")));
        Assert.All(
            result.Checkpoints[^1].Comparisons.Where(one => one.IsOfAll()),
            one => Assert.Contains(Cell.Percent(one.Unseen).Text, page, StringComparison.Ordinal));

        using var plain = new TinyRun(5);
        Assert.DoesNotContain("analyze unseen-roles", Planned(plain.Run));
        Assert.Contains(
            "data.unseen.queried=xyz",
            Assert.Throws<UserException>(() => UnseenAnalysis.Run(plain.Run, new UnseenSpec(), new Work())).Hint,
            StringComparison.Ordinal);
        Assert.Throws<UserException>(() => UnseenAnalysis.Run(run, new UnseenSpec(Programs: 1), new Work()));
    }

    private static SymbolicProgram[] Programs(int count)
    {
        var generator = new ProgramGenerator(Task);
        RandomStream random = new Seed(7).Stream();
        return [.. Enumerable.Range(0, count).Select(_ => generator.Next(ref random))];
    }
}
