using Bindscope.Analysis.Mechanisms;
using Bindscope.Analysis.Mechanisms.Lookback;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Training.Compiled;

namespace Bindscope.Tests.Analysis;

public sealed class LookbackTests
{
    private static readonly LookbackSpec Spec = new(5, new PairSelection(Programs: 8, Solved: SolvedRule.All));

    [Fact]
    public void EveryTwoReadingsTakeSomeSwapForAnother() => Assert.Equal(
        Enum.GetValues<LookbackReading>().Length,
        Enum.GetValues<LookbackReading>()
            .Select(reading => string.Join(" ", Readings.Swaps.Select(swap => Readings.Predicted(reading, swap)))).Distinct().Count());

    /// <summary>Programs whose three lines changed places, names and digits as a reading says, run by the interpreter, give what it predicts.</summary>
    [Fact]
    public void TheSourcesDifferInJustWhatIsSwapped()
    {
        var generator = new ProgramGenerator(new GeneratorSpec(Lines: 12, MaximumHops: 3));
        RandomStream random = new Seed(5).Stream();
        int seen = 0;
        for (int i = 0; i < 300; i++)
        {
            SymbolicProgram program = generator.Next(ref random);
            if (MechanismCases.Draw(program, 1, new Seed(9).Split(i), 10) is not { } one)
            {
                continue;
            }

            seen++;
            Execution moved = one.Moved.SourceExecution;
            Assert.Equal(one.Kept, moved.Value);
            Assert.Equal(one.AddressLine, moved.RootLine);
            Assert.Equal(one.Absent.SourceExecution.ChainLines, moved.ChainLines);
            Assert.Equal(one.ByName, one.Moved.BaseExecution.Lines[one.NamedLine - 1].Value);
            Assert.Equal(program.Lines[one.NamedLine - 1].Name, one.Moved.Source.Lines[one.AddressLine - 1].Name);

            // Exchanged, the lines' digits stand where the base has them.
            int root = one.Moved.BaseExecution.RootLine;
            Assert.Equal(program.Lines[root - 1].Right, one.Moved.Source.Lines[one.AddressLine - 1].Right);
            Assert.Equal(program.Lines[one.AddressLine - 1].Right, one.Moved.Source.Lines[root - 1].Right);
            Assert.Equal(program.Lines[one.NamedLine - 1].Right, one.Moved.Source.Lines[one.NamedLine - 1].Right);

            ProgramPair payload = LookbackSweep.PayloadPair(one);
            Assert.Equal(one.ValueIn(present: false), payload.SourceExecution.Value);
            Assert.Equal(payload.BaseExecution.ChainLines, payload.SourceExecution.ChainLines);
        }

        Assert.InRange(seen, 50, 300);
    }

    [Fact]
    public void AReadingThatForetellsAllHasAllAndTheOthersTheSwapsThatTheyShare()
    {
        LookbackAnswer[][] answers = [.. Readings.Swaps.Select(swap => Enumerable.Repeat(Readings.Predicted(LookbackReading.LineHeld, swap), 20).ToArray())];
        Dictionary<LookbackReading, double> shares = Readings.Shares(answers).ToDictionary(one => one.Reading, one => one.Share.Value);
        Assert.Equal(1, shares[LookbackReading.LineHeld], 1e-9);
        Assert.Equal(0.5, shares[LookbackReading.NameHeld], 1e-9);
        Assert.Equal(2.0 / 6, shares[LookbackReading.LineInPlace], 1e-9);
        Assert.Equal(2.0 / 6, shares[LookbackReading.Value], 1e-9);
    }

    [Fact]
    public void AnAnswerIsWrittenAndReadBackAndEverySwapIsThere()
    {
        using var run = new TinyRun(0, 5);
        LookbackResult result = LookbackAnalysis.Run(run.Run, Spec, new Work());

        LookbackGroup group = result.Groups[0];
        Assert.InRange(group.Choosing, group.Programs - 1, group.Programs);
        Assert.Equal(Enumerable.Range(1, TinyRun.Spec.Layers), group.Places.Select(place => place.Layer).Distinct());
        Assert.All(group.Places, place =>
        {
            Assert.Equal(Readings.Swaps, place.Swaps.Select(one => one.Swap));
            Assert.All(place.Swaps, one => Assert.Equal(1, Enum.GetValues<LookbackAnswer>().Sum(answer => one.Of(answer).Value), 1e-9));
        });
        Assert.NotEmpty(LookbackAnalysis.Views(result));
        AnalysisFolder folder = LookbackAnalysis.Info.Folder(run.Run, Spec);
        folder.Write(Spec, result);
        Assert.Equal(AnalysisFolder.ToJson(result), AnalysisFolder.ToJson(folder.Read<LookbackResult>()));
    }

    /// <summary>A compiled model's weights in random order: nothing was built, so no place holds a pointer.</summary>
    [Fact]
    public void AModelWithoutACircuitHasNoPointer()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("bindscope-lookback-");
        try
        {
            var circuit = new Circuit(CircuitKind.Values, HasShortcut: false, TestPrograms: 300, EvaluationPrograms: 20);
            Run shuffled = CompiledRun.WriteShuffled(
                circuit, Path.Combine(folder.FullName, "shuffled"), new Seed(1), 1, TestContext.Current.CancellationToken);
            var selection = new PairSelection(Programs: 24, Solved: SolvedRule.All, Hops: [3], AnswerLines: [AnswerLineGroup.Later]);
            LookbackResult result = LookbackAnalysis.Run(shuffled, new LookbackSpec(shuffled.Preset.Training.Steps, selection), new Work());

            Assert.All(result.Groups.SelectMany(group => group.Places), place =>
            {
                Assert.InRange(place.Swaps[(int)LookbackSwap.Pointer].Line.Value + place.Swaps[(int)LookbackSwap.Pointer].Name.Value, 0, 0.5);
                Assert.All(place.Readings, reading => Assert.InRange(reading.Share.Value, 0, 0.5));
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void WhereNoProgramFitsTheErrorSaysWhatToDo()
    {
        using var run = new TinyRun(0, 5);
        var none = Spec with { Selection = Spec.Selection with { Hops = [7] } };
        Assert.Contains("--hops", Assert.Throws<UserException>(() => LookbackAnalysis.Run(run.Run, none, new Work())).Hint, StringComparison.Ordinal);
    }
}
