using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Interventions;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;

namespace Bindscope.Analysis.Patching.Single;

/// <summary>One program, its counterfactual, one patch or several at once.</summary>
public static class PairPatch
{
    /// <summary>Patches one place of a program from another program.</summary>
    /// <param name="model">The model.</param>
    /// <param name="pair">Base and source.</param>
    /// <param name="spec">The place.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="Bindscope.Errors.UserException">The model or a program has no such place; what exists is listed.</exception>
    public static PairPatchResult Run(Transformer model, ProgramPair pair, PairPatchSpec spec, CancellationToken cancellation) =>
        Run(model, pair, [spec], cancellation);

    /// <summary>Patches several places of a program at once, in one forward pass.</summary>
    /// <param name="model">The model.</param>
    /// <param name="pair">Base and source.</param>
    /// <param name="specs">The places, 1 or more; the result names the first one's token.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="Bindscope.Errors.UserException">The model or a program has no such place; what exists is listed.</exception>
    public static PairPatchResult Run(
        Transformer model, ProgramPair pair, IReadOnlyList<PairPatchSpec> specs, CancellationToken cancellation)
    {
        (int To, int From)[] positions =
            [.. specs.Select(spec => (spec.Role.RequiredIn(pair.BaseExecution), spec.Role.RequiredIn(pair.SourceExecution)))];
        SweepCell[] cells = [.. specs.Select(spec => RoleSweep.Cell([pair], new PatchCell(spec.Place, spec.Head, spec.Role)))];
        ImmutableArray<Intervention> all = [.. cells.SelectMany(cell => cell.Interventions)];
        return Intervene(model, pair, all, cancellation) with { Position = positions[0].To, SourcePosition = positions[0].From };
    }

    /// <summary>Does any interventions to a program, in one forward pass.</summary>
    /// <param name="model">The model.</param>
    /// <param name="pair">Base and source.</param>
    /// <param name="interventions">1 or more; positions of one row.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The logits; no position.</returns>
    /// <exception cref="Bindscope.Errors.UserException">The model has no such place; what exists is listed.</exception>
    public static PairPatchResult Intervene(
        Transformer model, ProgramPair pair, ImmutableArray<Intervention> interventions, CancellationToken cancellation)
    {
        var all = new SweepCell(interventions);
        SweepResult result = Sweep.Run(model, RoleSweep.Request([pair], [all]), new SweepOptions(), null, cancellation);
        return new PairPatchResult(
            [.. result.Base(0)],
            [.. result.Source(0)],
            [.. result.Logits(0, 0)],
            -1,
            -1,
            pair.BaseExecution.Value,
            pair.SourceExecution.Value,
            LogitMetrics.Top(result.Base(0)),
            LogitMetrics.Top(result.Source(0)),
            LogitMetrics.Top(result.Logits(0, 0)),
            result.Effect(0, 0).ToString().ToLowerInvariant());
    }
}
