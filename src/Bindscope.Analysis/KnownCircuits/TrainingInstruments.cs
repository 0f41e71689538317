using Bindscope.Analysis.Cumulative;
using Bindscope.Analysis.Development;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Runs;
using Bindscope.Training.Compiled;

namespace Bindscope.Analysis.KnownCircuits;

/// <summary>Analyses over the checkpoints of a compiled run: nothing, the shortcut alone where there is one, the whole circuit.</summary>
/// <param name="run">The run.</param>
/// <param name="circuit">What it was compiled from.</param>
/// <param name="work">How it is run.</param>
internal sealed class TrainingInstruments(Run run, Circuit circuit, Work work)
{
    private readonly int last = Circuit.StepOf(circuit.Stages.Count - 1);

    internal Recovery Phases()
    {
        PhaseKind[] found = [.. PhasesAnalysis.Run(PhaseMetrics.Of(run), new PhasesSpec()).Phases.Select(phase => phase.Kind)];
        PhaseKind[] built = circuit.HasShortcut ? [PhaseKind.Chance, PhaseKind.Heuristic, PhaseKind.Solved] : [PhaseKind.Chance, PhaseKind.Solved];
        return Recovery.Of(circuit.Name, "phases", "kind of phase", Enum.GetValues<PhaseKind>().Select(kind => new Recovery.Answer(
            kind.ToString(), built.Contains(kind), found.Contains(kind), string.Join(", ", found))));
    }

    /// <summary>The heuristic's route and the circuit's, head by head, what is left without each, and where the heuristic went.</summary>
    internal IEnumerable<Recovery> Cumulative()
    {
        CumulativeResult result = CumulativeAnalysis.Run(run, new CumulativeSpec(PairsPerGroup: 2, Programs: 24, Draws: 1), work);
        yield return Parts("head of the heuristic's route", result.Heuristic, AnswerLineGroup.First, circuit.HasShortcut);
        yield return Parts("head of the circuit's route", result.Circuit, AnswerLineGroup.Later, isThere: true);
        yield return Recovery.Of(circuit.Name, "analyze cumulative", "right answers by line without a route's heads", Without(result));
        int layer = Circuit.ShortcutLayer + 1;
        yield return Recovery.Of(circuit.Name, "analyze cumulative", "cell of the heuristic, found on its plateau, and its fate", [
            new Recovery.Answer(
                $"({layer}, colon), kept",
                circuit.HasShortcut,
                result.Route is { } route && route.Layer == layer
                    && route.Fates.Any(fate => fate is { AnswerLine: AnswerLineGroup.First, Kind: RouteFateKind.Kept }),
                result.Route is { } found ? $"{found.Cell}, {string.Join(", ", found.Fates.Select(fate => fate.Kind))}" : "none"),
        ]);
    }

    internal IEnumerable<Recovery> Development()
    {
        DevelopmentResult result = DevelopmentAnalysis.Run(run, new DevelopmentSpec(new PairSelection(6, Hops: [3])), work);
        int shortcut = Circuit.StepOf(1);
        FollowedCell? early = result.Cells.FirstOrDefault(cell => cell.Why.StartsWith("heuristic", StringComparison.Ordinal));
        yield return Recovery.Of(circuit.Name, "development", "cell of the heuristic", [
            new Recovery.Answer(
                $"({Circuit.ShortcutLayer + 1}, colon)",
                circuit.HasShortcut,
                early is not null && (early.Layer, early.Role) == (Circuit.ShortcutLayer + 1, TokenRole.Colon),
                early is null ? "none" : $"({early.Layer}, {early.Role})"),
        ]);
        yield return Recovery.Of(
            circuit.Name,
            "development",
            "cell and step from which it holds the digit",
            from emergence in result.Order
            let known = new KnownCircuit(circuit, emergence.Hops, emergence.AnswerLine)
            let built = emergence.Role.Members().Any(member => known.NeedsDigit(member, emergence.Layer))
            let step = circuit.HasShortcut && emergence.AnswerLine == AnswerLineGroup.First ? shortcut : last
            select new Recovery.Answer(
                $"{emergence.Hops} hops, answer {AnswerLineGroups.NameOf(emergence.AnswerLine)}, ({emergence.Layer}, {emergence.Role})",
                built,
                built ? emergence.Step == step : true,
                $"from step {emergence.Step}"));
    }

    private Recovery Parts(string asked, IEnumerable<RoutePart> parts, AnswerLineGroup line, bool isThere)
    {
        RoutePart[] found = [.. parts];
        return Recovery.Of(
            circuit.Name,
            "analyze cumulative",
            asked,
            from layer in Enumerable.Range(1, run.Preset.Model.Layers)
            from head in Enumerable.Range(1, run.Preset.Model.Heads)
            from token in new[] { TokenKind.Right, TokenKind.Query, TokenKind.Colon }
            let built = isThere && Enumerable.Range(1, 4).Any(hops => TokenRole.Chain(hops).Any(role =>
                TokenKinds.Of(role) == token && new KnownCircuit(circuit, hops, line).MovesDigit(role, layer, head)))
            select new Recovery.Answer(
                $"{layer}.{head} at {token}", built, found.Any(part => (part.Layer, part.Head, part.Token) == (layer, head, token)), "named or not"));
    }

    /// <summary>Without the shortcut's head answers on line 1 are lost and no others; without the circuit's all others.</summary>
    private IEnumerable<Recovery.Answer> Without(CumulativeResult result) =>
        from cell in result.Ablations
        where cell.Step == last && cell.AnswerLine != "all" && cell.Method == AblationMethod.Mean
            && cell.Ablation is Ablation.None or Ablation.Heuristic or Ablation.Circuit
        let byShortcut = circuit.HasShortcut && cell.AnswerLine == AnswerLineGroups.NameOf(AnswerLineGroup.First)
        let isRight = cell.Ablation == Ablation.None || (cell.Ablation == Ablation.Circuit) == byShortcut
        select Recovery.Answer.Of($"{cell.Ablation}, answer {cell.AnswerLine}", isRight, cell.Accuracy.Value, no: 0.5);
}
