using Bindscope.Analysis.Abstraction;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Training.Compiled;
using Bindscope.Training.Runs;

namespace Bindscope.Tests.KnownCircuits;

/// <summary>The analyses, asked of models whose circuit is known, find what was built and nothing else.</summary>
public sealed class CompiledCircuitTests(CompiledRuns runs) : IClassFixture<CompiledRuns>
{
    public static TheoryData<CircuitKind, bool> Circuits { get; } = new()
    {
        { CircuitKind.Values, false }, { CircuitKind.Values, true }, { CircuitKind.Addresses, false }, { CircuitKind.Addresses, true },
    };

    [Theory]
    [MemberData(nameof(Circuits))]
    public void TheWholeTaskIsSolvedAndThePhasesAreThoseBuilt(CircuitKind kind, bool shortcut)
    {
        Run run = runs.Of(kind, shortcut);
        PhasesResult phases = PhasesAnalysis.Run(PhaseMetrics.Of(run), new PhasesSpec());
        PhaseKind[] built = shortcut ? [PhaseKind.Chance, PhaseKind.Heuristic, PhaseKind.Solved] : [PhaseKind.Chance, PhaseKind.Solved];
        Assert.Equal(built, phases.Phases.Select(phase => phase.Kind));
        Assert.Equal(1, phases.Phases[^1].FinalAccuracy);
        Assert.Equal([1, 2, 3, 4], MetricsFile.Read(run.MetricsPath).Evaluations[^1].ByHops.Select(tally => tally.Hops));
    }

    [Theory]
    [MemberData(nameof(Circuits))]
    public void ResidualPatchesTurnTheAnswerWhereTheDigitIsAndNowhereElse(CircuitKind kind, bool shortcut) => AssertMap(
        runs.Of(kind, shortcut),
        PatchTarget.Residual,
        (group, cell) => (kind, shortcut && group.AnswerLine == AnswerLineGroup.First, cell.Role.Kind) switch
        {
            // Line 1's digit is read in layer 2 and stands at the colon from then on.
            (_, true, TokenRoleKind.ChainRight) => cell.Role.Number == 1 && cell.Layer <= Circuit.ShortcutLayer,
            (_, true, TokenRoleKind.Colon) => cell.Layer > Circuit.ShortcutLayer,
            (_, true, _) => false,

            // Depth k resolves in layer k and is read in the next; the queried variable follows and is read in layer 6.
            (CircuitKind.Values, _, TokenRoleKind.ChainRight) => cell.Role.Number == 1 ? cell.Layer <= 2 : cell.Layer == cell.Role.Number + 1,
            (CircuitKind.Values, _, TokenRoleKind.QueryVariable) => cell.Layer >= group.Hops + 2,

            // The digit stays where it stands, and is fetched in the last layer. Addresses do not depend on it.
            (CircuitKind.Addresses, _, TokenRoleKind.ChainRight) => cell.Role.Number == 1,
            _ => false,
        });

    /// <summary>With the shortcut: programs with the answer on line 1 go by it, all others by the chain.</summary>
    [Theory]
    [InlineData(CircuitKind.Values)]
    [InlineData(CircuitKind.Addresses)]
    public void HeadPatchesTurnTheAnswerAtTheHeadsThatMoveTheDigit(CircuitKind kind) => AssertMap(
        runs.Of(kind, shortcut: true),
        PatchTarget.Heads,
        (group, cell) => (kind, group.AnswerLine == AnswerLineGroup.First, cell.Role.Kind) switch
        {
            (_, true, TokenRoleKind.Colon) => (cell.Layer, cell.Head) == (Circuit.ShortcutLayer, 4),
            (_, true, _) => false,
            (CircuitKind.Values, _, TokenRoleKind.ChainRight) =>
                cell.Role.Number >= 2 && (cell.Layer, cell.Head) == (cell.Role.Number, Circuit.FetchHead(cell.Role.Number) + 1),
            (CircuitKind.Values, _, TokenRoleKind.QueryVariable) =>
                (cell.Layer, cell.Head) == (group.Hops + 1, Circuit.FetchHead(group.Hops + 1) + 1),
            (CircuitKind.Values, _, TokenRoleKind.Colon) => (cell.Layer, cell.Head) == (Circuit.LastFetch + 1, 1),
            (CircuitKind.Addresses, _, TokenRoleKind.Colon) => (cell.Layer, cell.Head) == (Circuit.LastFetch + 2, 2),
            _ => false,
        });

    /// <summary>Tokens patched together do what the one of them does that holds the digit.</summary>
    [Fact]
    public void SpansTurnTheAnswerWhereOneOfTheirTokensHoldsTheDigit()
    {
        Run run = runs.Of(CircuitKind.Values, shortcut: false);
        PatchResult result = PatchAnalysis.Run(
            run,
            new PatchSpec(
                run.Preset.Training.Steps,
                PatchTarget.Residual,
                new PairSelection(Programs: 4, Hops: [3], AnswerLines: [AnswerLineGroup.Later]),
                ControlPrograms: 1,
                TokenChoice.Spans),
            new Work());
        EffectCell[] cells = [.. result.Groups.Single().Cells];
        foreach (EffectCell cell in cells.Where(cell => cell.Role.Kind is TokenRoleKind.ChainSpan or TokenRoleKind.End))
        {
            EffectCell? Alone(TokenRole member) => cells.FirstOrDefault(one => one.Layer == cell.Layer && one.Role == member);
            double[] alone = [.. cell.Role.Members().Select(member => Alone(member)?.Success.Value ?? 0)];
            Assert.Equal(alone.Max(), cell.Success.Value);
        }

        Assert.Equal(1, cells.Single(cell => cell.Layer == 3 && cell.Role == TokenRole.Parse("span:2")).Success.Value);
        Assert.Equal(1, cells.Single(cell => cell.Layer == 6 && cell.Role == TokenRole.Parse("end")).Success.Value);
        Assert.Equal(2, cells[0].Choosing!.Value.Programs);
        Assert.Equal(2, cells[0].Judging!.Value.Programs);
    }

    /// <summary>Where one model keeps the digit the other keeps the line: each variable is found in one and absent in the other.</summary>
    [Theory]
    [InlineData(CircuitKind.Values)]
    [InlineData(CircuitKind.Addresses)]
    public void AbstractionTellsAValueFromAnAddress(CircuitKind kind)
    {
        AbstractionResult found = AbstractionAnalysis.Run(
            runs.Of(kind, shortcut: false),
            new AbstractionSpec(new PairSelection(Programs: 6, Hops: [3], AnswerLines: [AnswerLineGroup.Second, AnswerLineGroup.Later])),
            new Work());
        (string here, string elsewhere) = kind == CircuitKind.Values ? ("value:1", "root-line") : ("root-line", "value:1");
        for (int depth = 2; depth <= 3; depth++)
        {
            InterchangeCell At(string variable) => found.Cells.Single(cell => cell.Source == SourceEdit.MovedRoot
                && cell.Variable == variable && cell.Layer == depth + 1 && cell.Place == TokenRole.Right(depth).ToString());
            Assert.Equal(1, At(here).Accuracy.Value);
            Assert.Equal(0, At(elsewhere).Accuracy.Value);
        }

        Assert.All(found.Cells.Where(cell => cell.Variable == "unrelated"), cell => Assert.Equal(0, cell.Accuracy.Value));
    }

    private static void AssertMap(Run run, PatchTarget target, Func<GroupEffects, EffectCell, bool> carries)
    {
        PatchResult result = PatchAnalysis.Run(
            run,
            new PatchSpec(
                run.Preset.Training.Steps,
                target,
                new PairSelection(Programs: target == PatchTarget.Heads ? 2 : 3, Hops: target == PatchTarget.Heads ? [1, 4] : []),
                ControlPrograms: 1),
            new Work());
        Assert.Equal(target == PatchTarget.Heads ? 6 : 12, result.Groups.Length);
        Assert.All(result.Groups, group => Assert.True(group.Programs > 0 && group.Solved == group.Tried));
        string[] wrong =
        [
            .. from found in result.Groups
               from cell in found.Cells
               let expected = carries(found, cell)
               where cell.Success.Value != (expected ? 1 : 0) || cell.Kept.Value != (expected ? 0 : 1)
               select $"{found.Hops} hops, answer {found.AnswerLine}, {cell.Role} layer {cell.Layer} head {cell.Head}: "
                   + $"turned {cell.Success.Value:0.00}, kept {cell.Kept.Value:0.00}, built {expected}",
        ];
        Assert.Empty(wrong);
    }
}
