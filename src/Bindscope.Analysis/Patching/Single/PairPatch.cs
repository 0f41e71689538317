using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Interventions;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;

namespace Bindscope.Analysis.Patching.Single;

/// <summary>One patch in one program.</summary>
/// <param name="Site">The site, as <see cref="Model.Site.Parse"/> reads it: <c>residual.in:3</c>.</param>
/// <param name="Head">1-based; 0 for all heads, and for kinds that have none.</param>
/// <param name="Role">The token.</param>
public sealed record PairPatchSpec(string Site, int Head, TokenRole Role)
{
    /// <summary>The site.</summary>
    /// <exception cref="UserException">It is no site.</exception>
    [JsonIgnore]
    public Site Place => Model.Site.Parse(Site);
}

/// <summary>One program, its counterfactual, one patch or several interventions at once.</summary>
public static class PairPatch
{
    /// <summary>Patches one place of a program from another program.</summary>
    /// <param name="model">The model.</param>
    /// <param name="pair">Base and source.</param>
    /// <param name="spec">The place.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UserException">The model or a program has no such place; what exists is listed.</exception>
    public static PairPatchResult Run(Transformer model, ProgramPair pair, PairPatchSpec spec, CancellationToken cancellation)
    {
        (int to, int from) = (spec.Role.RequiredIn(pair.BaseExecution), spec.Role.RequiredIn(pair.SourceExecution));
        ImmutableArray<Intervention> patch = RoleSweep.Cell([pair], new PatchCell(spec.Place, spec.Head, spec.Role)).Interventions;
        return Intervene(model, pair, patch, cancellation) with { Position = to, SourcePosition = from };
    }

    /// <summary>Does any interventions to a program, in one forward pass.</summary>
    /// <param name="model">The model.</param>
    /// <param name="pair">Base and source.</param>
    /// <param name="interventions">1 or more; positions of one row.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The logits; no position.</returns>
    /// <exception cref="UserException">The model has no such place; what exists is listed.</exception>
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

/// <summary>One patch in one program: logits before and after.</summary>
/// <param name="Base">The ten digits' logits of the base run.</param>
/// <param name="Source">The ten digits' logits of the source run.</param>
/// <param name="Patched">The ten digits' logits of the base run with the patch.</param>
/// <param name="Position">The token that was patched, 0-based; -1 where the interventions were given as such.</param>
/// <param name="SourcePosition">The source's token that the vector came from, 0-based; -1 likewise.</param>
/// <param name="BaseAnswer">The base's right answer.</param>
/// <param name="SourceAnswer">The source's right answer.</param>
/// <param name="BaseTop">Top digit of the base run.</param>
/// <param name="SourceTop">Top digit of the source run.</param>
/// <param name="PatchedTop">Top digit of the patched run.</param>
/// <param name="Effect">
/// <c>changed</c>; <c>absent</c> where nothing was chosen; <c>unchanged</c> where the patch put in what was there; <c>unreachable</c> where nothing
/// that it changed can reach the answer.
/// </param>
public sealed record PairPatchResult(
    ImmutableArray<float> Base,
    ImmutableArray<float> Source,
    ImmutableArray<float> Patched,
    int Position,
    int SourcePosition,
    int BaseAnswer,
    int SourceAnswer,
    int BaseTop,
    int SourceTop,
    int PatchedTop,
    string Effect);
