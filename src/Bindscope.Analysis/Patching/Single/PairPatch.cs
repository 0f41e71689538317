using Bindscope.Analysis.Pairs;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;

namespace Bindscope.Analysis.Patching.Single;

/// <summary>One program, its counterfactual, one patch.</summary>
public static class PairPatch
{
    /// <summary>Patches one place of a program from another program.</summary>
    /// <param name="model">The model.</param>
    /// <param name="pair">Base and source.</param>
    /// <param name="spec">The place.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="Bindscope.Errors.UserException">The model or a program has no such place; what exists is listed.</exception>
    public static PairPatchResult Run(Transformer model, ProgramPair pair, PairPatchSpec spec, CancellationToken cancellation)
    {
        var cell = new PatchCell(spec.Place, spec.Head, spec.Role);
        int position = spec.Role.RequiredIn(pair.BaseExecution);
        int from = spec.Role.RequiredIn(pair.SourceExecution);
        SweepResult result = RoleSweep.Run(model, [pair], [cell], new SweepOptions(), null, cancellation);
        return new PairPatchResult(
            [.. result.Base(0)],
            [.. result.Source(0)],
            [.. result.Logits(0, 0)],
            position,
            from,
            pair.BaseExecution.Value,
            pair.SourceExecution.Value,
            Digits.Top(result.Base(0)),
            Digits.Top(result.Source(0)),
            Digits.Top(result.Logits(0, 0)),
            result.Effect(0, 0).ToString().ToLowerInvariant());
    }
}
