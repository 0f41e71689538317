using Bindscope.Analysis.Behaviour.Comparison;
using Bindscope.Analysis.Generalisation.HeldOut;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Training;
using Bindscope.Training.Batches;

namespace Bindscope.Tests.Analysis.Generalisation;

public sealed class HeldOutTests
{
    [Fact]
    public void FreshProgramsNeverHaveAHeldOutLineWithFewNamesNeither()
    {
        Preset preset = Preset.Quick with { Data = Preset.Quick.Data with { Train = 0, Validation = 0, Test = 50, HeldOutCombinations = 0.3 } };
        ProgramSplits splits = ProgramSplits.Generate(preset.Task, new SplitSpec(0, 0, 50, 0.3), new Seed(1), cancellation: TestContext.Current.CancellationToken);
        var source = new FreshSource(preset.Task, splits, new Seed(2));
        SymbolicProgram[] programs =
        [
            .. Enumerable.Range(0, 2).SelectMany(few => source.Programs(1, new Stage(preset.Task.Lines, preset.Task.MaximumHops, FewNames: 6 * few), 0, 400)),
        ];

        Assert.Equal(78, splits.HeldOut.All.Count());
        Assert.DoesNotContain(programs, splits.HeldOut.OccursIn);
        Assert.Contains(splits.Test, splits.HeldOut.OccursIn);
    }

    [Fact]
    public void ProgramsAreToldApartByWhereTheUnseenLineIs()
    {
        var task = new GeneratorSpec(Lines: 4, MaximumHops: 2);
        RandomStream random = new Seed(1).Stream();
        HeldOutCombinations heldOut = HeldOutCombinations.Draw(task, 0.1, ref random);
        Assignment unseen = heldOut.All.First();
        char seen = Enumerable.Range('0', 10).Select(digit => (char)digit).First(digit => !heldOut.Contains(unseen.Name, digit));
        char other = unseen.Name == 'z' ? 'y' : 'z';
        char others = Enumerable.Range('0', 10).Select(digit => (char)digit).First(digit => !heldOut.Contains(other, digit));

        HeldOutPlace Place(char digit, char query) =>
            HeldOutAnalysis.PlaceIn(ProgramParser.Parse($"{unseen.Name}={digit}\n{other}={others}\n#{query}:"), heldOut);

        Assert.Equal(HeldOutPlace.Root, Place(unseen.Right, unseen.Name));
        Assert.Equal(HeldOutPlace.Elsewhere, Place(unseen.Right, other));
        Assert.Equal(HeldOutPlace.None, Place(seen, unseen.Name));
    }

    [Fact]
    public void ARunWithHeldOutCombinationsIsMeasuredAndOneWithoutSaysHowToTrainOne()
    {
        using var folder = new Bindscope.Tests.Model.Weights.TemporaryFolder();
        Preset preset = TinyPresets.Fresh with { Data = TinyPresets.Fresh.Data with { HeldOutCombinations = 0.2 } };
        Run run = RunFolders.Train(folder.File("a"), preset);
        HeldOutResult result = HeldOutAnalysis.Run(run, new HeldOutSpec(), new Work());

        Assert.Equal(52, result.Combinations.Length);
        Assert.Equal(3, result.Accuracy.Select(one => one.Place).Distinct().Count());
        Assert.All(
            result.Accuracy.GroupBy(one => one.Step), step => Assert.Equal(result.Programs, step.Sum(one => one.Accuracy.Programs)));

        using var plain = new TinyRun(5);
        Assert.Contains(
            "data.heldOutCombinations=0.1",
            Assert.Throws<UserException>(() => HeldOutAnalysis.Run(plain.Run, new HeldOutSpec(), new Work())).Hint,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ARunIsPutBesideOneWithAllCombinationsAndOfTheSameKindOnly()
    {
        using var folder = new Bindscope.Tests.Model.Weights.TemporaryFolder();
        Preset all = TinyPresets.Fresh, without = all with { Data = all.Data with { HeldOutCombinations = 0.2 } };
        Run run = RunFolders.Train(folder.File("without"), without);
        Run plain = RunFolders.Train(folder.File("all"), all with { Training = all.Training with { Seed = 99 } });
        HeldOutResult result = HeldOutAnalysis.Run(run, new HeldOutSpec(), new Work());
        HeldOutComparison beside = HeldOutBeside.Beside(run, result, plain, new Work());

        Assert.Equal(("all", "without", 0.2), (beside.All.Run, beside.Without.Run, beside.Share));
        Assert.Equal(MetricsFile.Read(plain.MetricsPath).Evaluations.Select(one => one.Accuracy), beside.All.Accuracy.Select(one => one.Value));
        Assert.Equal(MetricsFile.Read(run.MetricsPath).Evaluations.Select(one => one.Step), beside.Without.Steps);
        Assert.Contains("too", Refused(run).Message, StringComparison.Ordinal);
        Run other = RunFolders.Train(folder.File("other"), all with { Training = all.Training with { Batch = all.Training.Batch * 2 } });
        Assert.Contains("training", Refused(other).Message, StringComparison.Ordinal);

        Run elsewhere = RunFolders.Train(folder.File("elsewhere"), all with { Data = all.Data with { Seed = all.Data.Seed + 1 } });
        Assert.Contains("test programs", Refused(elsewhere).Message, StringComparison.Ordinal);

        // Program by program, as the comparison of two checkpoints counts the same programs.
        int last = plain.Checkpoints.Steps()[^1];
        ComparisonResult paired = ComparisonAnalysis.Run(
            plain, run, new ComparisonSpec(plain.Directory, last, run.Directory, last, result.Programs), new Work());
        HeldOutPairs[] pairs = [.. beside.Final!.Pairs];
        Assert.Equal((last, last), (beside.Final.AllStep, beside.Final.WithoutStep));
        Assert.Equal(
            (paired.BothRight, paired.Lost, paired.Gained, paired.BothWrong),
            (pairs.Sum(one => one.Both), pairs.Sum(one => one.AllAlone), pairs.Sum(one => one.WithoutAlone), pairs.Sum(one => one.Neither)));
        Assert.True(paired.Lost + paired.Gained > 0);
        Assert.Equal(
            result.Accuracy.Where(one => one.Step == last).Select(one => (one.Place, one.Accuracy)), pairs.Select(one => (one.Place, one.Accuracy)));

        UserException Refused(Run one) => Assert.Throws<UserException>(() => HeldOutBeside.Beside(run, result, one, new Work()));
    }
}
