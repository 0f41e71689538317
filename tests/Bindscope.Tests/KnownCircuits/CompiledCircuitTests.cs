using System.Text.Json;
using Bindscope.Analysis;
using Bindscope.Analysis.Cumulative;
using Bindscope.Analysis.KnownCircuits;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Tests.Code;
using Bindscope.Training.Compiled;

namespace Bindscope.Tests.KnownCircuits;

/// <summary>The analyses, asked of models whose circuit is known, find what was built and nothing else.</summary>
public sealed class CompiledCircuitTests(CompiledRuns runs) : IClassFixture<CompiledRuns>
{
    /// <summary>
    /// What an instrument cannot say, by what it is asked: attention is no evidence of need, the highest of ten traces is a digit all the same, and
    /// a row that is scaled up brings something else; one gradient does not see past a saturated softmax, and the fewest edges that are faithful
    /// leave out what few programs need. docs/calibration.md tells them with their numbers.
    /// </summary>
    private static readonly string[] Misleading =
        ["the same, taken for what the answer needs", "the same, by the highest digit", "edge and head that the answer needs; rescaled",
            "edge that the answer needs, in any head; rescaled", "the same, by one gradient", "edge that some programs need: the other line's name"];

    /// <summary>Every instrument of some circuit, and those that tell circuits apart of each.</summary>
    public static TheoryData<string, CircuitKind, bool> Questions { get; } = new()
    {
        { "phases", CircuitKind.Values, true }, { "phases", CircuitKind.Addresses, false },
        { "residual", CircuitKind.Values, true }, { "residual", CircuitKind.Addresses, true }, { "residual", CircuitKind.Addresses, false },
        { "spans", CircuitKind.Values, false }, { "heads", CircuitKind.Values, true }, { "heads", CircuitKind.Addresses, true },
        { "sites", CircuitKind.Values, false }, { "sites", CircuitKind.Values, true }, { "sites", CircuitKind.Addresses, false },
        { "mlp", CircuitKind.Addresses, false }, { "edges", CircuitKind.Values, false }, { "edges", CircuitKind.Addresses, false },
        { "edges", CircuitKind.Values, true }, { "attention", CircuitKind.Values, false }, { "attention", CircuitKind.Addresses, true },
        { "attribution", CircuitKind.Values, true }, { "attribution", CircuitKind.Addresses, false }, { "abstraction", CircuitKind.Values, false },
        { "abstraction", CircuitKind.Addresses, false }, { "lens", CircuitKind.Values, true }, { "lens", CircuitKind.Addresses, false },
        { "tuned-lens", CircuitKind.Values, true }, { "tuned-lens", CircuitKind.Addresses, false }, { "probes", CircuitKind.Values, false },
        { "probes", CircuitKind.Addresses, false }, { "subspaces", CircuitKind.Values, false }, { "subspaces", CircuitKind.Addresses, false },
        { "alignment", CircuitKind.Addresses, false },
        { "alignment", CircuitKind.Values, false }, { "cumulative", CircuitKind.Values, true }, { "development", CircuitKind.Values, true },
        { "development", CircuitKind.Addresses, false }, { "circuit", CircuitKind.Values, false }, { "circuit", CircuitKind.Addresses, true },
        { "circuit", CircuitKind.Addresses, false },
        { "mechanisms", CircuitKind.Values, false }, { "mechanisms", CircuitKind.Addresses, false }, { "lookback", CircuitKind.Values, false },
        { "lookback", CircuitKind.Addresses, false }, { "why", CircuitKind.Values, false }, { "why", CircuitKind.Addresses, false },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public void AnInstrumentFindsWhatWasBuiltAndNothingElse(string instrument, CircuitKind kind, bool shortcut)
    {
        Circuit circuit = CompiledRuns.Circuit(kind, shortcut);
        CalibrationQuestion question = CalibrationQuestion.All.Single(one => one.Name == instrument);
        Recovery[] recoveries = [.. question.Of(runs[circuit], circuit, new Work(Cancellation: TestContext.Current.CancellationToken))];
        Assert.NotEmpty(recoveries);
        Assert.Empty(recoveries.Where(one => !Misleading.Contains(one.Asked)).SelectMany(one => one.Wrong.Select(wrong => $"{one.Instrument}: {wrong}")));
        Assert.True(recoveries.Sum(one => one.Built + one.Absent) > 1);
    }

    [Fact]
    public void EveryInstrumentIsAsked() => Assert.Equal(
        CalibrationQuestion.All.Select(one => one.Name).Order(),
        Questions.Select(row => row.Data.Item1).Distinct().Order());

    [Fact]
    public void EveryAnalysisIsAskedOrNotForAReason() => Assert.Equal(
        Catalogue.All.Select(entry => entry.Info.Name).Order(),
        CalibrationQuestion.All.Select(one => one.Analysis).Distinct().Concat(CalibrationQuestion.Unasked.Select(one => one.Analysis)).Order());

    /// <summary>What the page shows has an answer to every question from every model that it is put to, and nothing else.</summary>
    [Fact]
    public void ThePageHasEveryAnswer()
    {
        CalibrationResult stored = JsonSerializer.Deserialize<CalibrationResult>(
            File.ReadAllText(Path.Combine(Sources.Root, "web/src/pages/calibration/calibration.json")), AnalysisFolder.Options)!;
        Assert.Equal(CalibrationResult.CurrentFormat, stored.Format);
        Assert.Equal(CalibrationQuestion.Unasked, stored.Unasked);
        Assert.Equal(
            from circuit in CalibrationAnalysis.Circuits
            from question in CalibrationQuestion.All
            where question.IsFor(circuit)
            select (circuit.Name, question.Name),
            stored.Circuits.Select(one => (one.Circuit, one.Question)).Distinct());
        Assert.Equal(
            CalibrationQuestion.All.Where(one => one.AskNull is not null).Select(one => one.Name).Order(),
            stored.Nulls.Select(one => one.Question).Distinct().Order());
    }

    /// <summary>A question that is asked again replaces its own answers, and stands where it stood.</summary>
    [Fact]
    public void AnotherAnswerReplacesTheOld()
    {
        CalibrationQuestion[] two = [.. CalibrationQuestion.All.Take(2)];
        Recovery Answer(CalibrationQuestion question, int found)
        {
            IEnumerable<Recovery.Answer> answers = Enumerable.Range(0, found).Select(_ => Recovery.Answer.Of("a", true, 1));
            return Recovery.Of(CalibrationAnalysis.Circuits[0].Name, "any", "any", answers) with { Question = question.Name };
        }

        CalibrationResult all = new CalibrationResult(CalibrationResult.CurrentFormat, [], [], [])
            .With(two[1], [Answer(two[1], 1)], [])
            .With(two[0], [Answer(two[0], 2)], [])
            .With(two[1], [Answer(two[1], 3)], []);
        Assert.Equal([(two[0].Name, 2), (two[1].Name, 3)], all.Circuits.Select(one => (one.Question, one.Found)));
        Assert.Equal(["heads", "sites"], CalibrationQuestion.Named(["patch-heads"]).Select(one => one.Name));
        Assert.Contains("no-such", Assert.Throws<UserException>(() => CalibrationQuestion.Named(["no-such"])).Message, StringComparison.Ordinal);
    }

    /// <summary>On its plateau the shortcut alone answers, always with line 1's digit: of other programs no pair is solved, of these all are.</summary>
    [Fact]
    public void TheHeuristicsCellSaysHowManyProgramsWereLeftOut()
    {
        Run run = runs[CompiledRuns.Circuit(CircuitKind.Values, shortcut: true)];
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var search = new HeuristicRouteSearch(
            run, run.HeldBackSplits(cancellation).Test, new CumulativeSpec(PairsPerGroup: 2), new Work(Cancellation: cancellation));
        HeuristicRoute route = search.Find(RouteSearch.Plateau(run)!.Value, run.Checkpoints.Steps()[^1])!;

        Assert.Equal([AnswerLineGroup.First, AnswerLineGroup.Second, AnswerLineGroup.Later], route.Programs!.Value.Select(one => one.AnswerLine));
        Assert.Equal((8, 8, 8), (route.Programs.Value[0].Tried, route.Programs.Value[0].Plateau, route.Programs.Value[0].Followed));
        Assert.All(route.Programs.Value.Skip(1), one => Assert.Equal((true, 0, 0), (one.Tried > 8, one.Plateau, one.Followed)));
        Assert.Equal([AnswerLineGroup.First], route.Fates.Select(fate => fate.AnswerLine));
        string read = AnalysisFolder.ToJson(JsonSerializer.Deserialize<HeuristicRoute>(AnalysisFolder.ToJson(route), AnalysisFolder.Options));
        Assert.Equal(AnalysisFolder.ToJson(route), read);
    }

    [Fact]
    public void TheWholeTaskIsSolved()
    {
        Run run = runs[CompiledRuns.Circuit(CircuitKind.Values, shortcut: false)];
        Evaluation last = MetricsFile.Read(run.MetricsPath).Evaluations[^1];
        Assert.Equal(1, last.Accuracy);
        Assert.Equal([1, 2, 3, 4], last.ByHops.Select(tally => tally.Hops));
        Assert.All(run.Checkpoints.Steps(), step => Assert.True(run.Checkpoints.HasChecksums(step)));
    }

    /// <summary>What is said yes or no to counts; what is said neither to counts as wrong on either side.</summary>
    [Fact]
    public void WhatIsSaidIsCounted()
    {
        var counted = Recovery.Of("any", "any", "any", [
            Recovery.Answer.Of("a", true, 1), Recovery.Answer.Of("b", true, 0.5), Recovery.Answer.Of("c", false, 0.5), Recovery.Answer.Of("d", false, 0),
            Recovery.Answer.Of("e", false, 1),
        ]);
        Assert.Equal((2, 1, 3, 1), (counted.Built, counted.Found, counted.Absent, counted.Refused));
        Assert.Equal(3, counted.Wrong.Length);
    }
}
