using Bindscope.Analysis.KnownCircuits;
using Bindscope.Analysis.Results;
using Bindscope.Runs;
using Bindscope.Training.Compiled;

namespace Bindscope.Tests.KnownCircuits;

/// <summary>The analyses, asked of models whose circuit is known, find what was built and nothing else.</summary>
public sealed class CompiledCircuitTests(CompiledRuns runs) : IClassFixture<CompiledRuns>
{
    /// <summary>
    /// What an instrument cannot say, by what it is asked: attention is no evidence of need, the highest of ten traces is a digit all the same, and
    /// a row that is scaled up brings something else. docs/calibration.md tells them with their numbers.
    /// </summary>
    private static readonly string[] Misleading =
        ["the same, taken for what the answer needs", "the same, by the highest digit", "edge and head that the answer needs; rescaled",
            "edge that the answer needs, in any head; rescaled"];

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
        { "tuned lens", CircuitKind.Values, true }, { "tuned lens", CircuitKind.Addresses, false }, { "probes", CircuitKind.Values, false },
        { "probes", CircuitKind.Addresses, false }, { "subspaces", CircuitKind.Values, false }, { "subspaces", CircuitKind.Addresses, false },
        { "alignment", CircuitKind.Addresses, false }, { "cumulative", CircuitKind.Values, true }, { "development", CircuitKind.Values, true },
        { "development", CircuitKind.Addresses, false }, { "circuit", CircuitKind.Values, false }, { "circuit", CircuitKind.Addresses, true },
        { "mechanisms", CircuitKind.Values, false }, { "mechanisms", CircuitKind.Addresses, false }, { "lookback", CircuitKind.Values, false },
        { "lookback", CircuitKind.Addresses, false }, { "why", CircuitKind.Values, false }, { "why", CircuitKind.Addresses, false },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public void AnInstrumentFindsWhatWasBuiltAndNothingElse(string instrument, CircuitKind kind, bool shortcut)
    {
        Circuit circuit = CompiledRuns.Circuit(kind, shortcut);
        var ask = CalibrationAnalysis.Instruments.Single(one => one.Name == instrument).Ask;
        Recovery[] recoveries = [.. ask(runs[circuit], circuit, new Work(Cancellation: TestContext.Current.CancellationToken))];
        Assert.NotEmpty(recoveries);
        Assert.Empty(recoveries.Where(one => !Misleading.Contains(one.Asked)).SelectMany(one => one.Wrong.Select(wrong => $"{one.Instrument}: {wrong}")));
        Assert.True(recoveries.Sum(one => one.Built + one.Absent) > 1);
    }

    [Fact]
    public void EveryInstrumentIsAsked() => Assert.Equal(
        CalibrationAnalysis.Instruments.Select(one => one.Name).Order(),
        Questions.Select(row => row.Data.Item1).Distinct().Order());

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
