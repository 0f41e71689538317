using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;

namespace Bindscope.Analysis.Mechanisms;

/// <summary>Patches every layer and place of a group of cases from both sources.</summary>
internal static class MechanismSweep
{
    /// <summary>The control's place: a token of a line that is not on the chain, drawn for each program.</summary>
    internal const string OtherToken = "other token";

    /// <summary>One cell for every layer and place.</summary>
    internal static ImmutableArray<MechanismCell> Run(
        Transformer model, MechanismGroup drawn, TokenChoice tokens, int digits, Work work)
    {
        ImmutableArray<MechanismCase> cases = drawn.Drawn.Cases;
        ProgramPair[] pairs = [.. cases.Select(one => one.Present), .. cases.Select(one => one.Absent)];
        (int Layer, TokenRole? Role)[] places = drawn.Places(model.Spec.Layers, tokens);
        SweepResult result = Sweep.Run(
            model,
            RoleSweep.Request(pairs, [.. places.Select(place => Cell(cases, pairs, place.Layer, place.Role))]),
            new SweepOptions(work.Workers),
            null,
            work.Cancellation);
        return
        [
            .. from cell in Enumerable.Range(0, places.Length)
               let rows = Enumerable.Range(0, cases.Length).Where(row =>
                   result.Effect(cell, row) != CellEffect.Absent && result.Effect(cell, cases.Length + row) != CellEffect.Absent).ToArray()
               where rows.Length > 0
               select MechanismFit.Of(
                   places[cell].Layer,
                   places[cell].Role?.ToString() ?? OtherToken,
                   [
                       .. rows.Select(row => new MechanismAnswer(
                           cases[row],
                           Probabilities(result.Logits(cell, row), digits),
                           Probabilities(result.Logits(cell, cases.Length + row), digits))),
                   ],
                   digits),
        ];
    }

    private static SweepCell Cell(ImmutableArray<MechanismCase> cases, ProgramPair[] pairs, int layer, TokenRole? role)
    {
        var site = new Site(SiteKind.ResidualIn, layer);
        return role is { } known
            ? RoleSweep.Cell(pairs, new PatchCell(site, 0, known))
            : SweepCell.Patch(site, TokenPositions.At(cases.Concat(cases).Select(one => one.OtherToken)));
    }

    private static double[] Probabilities(ReadOnlySpan<float> logits, int digits)
    {
        float[] own = logits[..digits].ToArray();
        double[] probabilities = [.. Enumerable.Range(0, digits).Select(digit => LogitMetrics.Probability(own, digit))];
        return probabilities;
    }
}
