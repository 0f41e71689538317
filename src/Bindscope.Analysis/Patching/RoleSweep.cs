using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Patching;

/// <summary>Turns pairs of programs and cells named by role into the engine's rows and positions.</summary>
internal static class RoleSweep
{
    /// <summary>Patches every cell of every base program from its source.</summary>
    internal static SweepResult Run(
        Transformer model,
        IReadOnlyList<ProgramPair> pairs,
        IReadOnlyList<PatchCell> cells,
        SweepOptions options,
        IProgress<SweepProgress>? progress,
        CancellationToken cancellation) =>
        Sweep.Run(model, Request(pairs, [.. cells.Select(cell => Cell(pairs, cell))]), options, progress, cancellation);

    /// <summary>A request that reads the ten digits at the colon.</summary>
    internal static SweepRequest Request(IReadOnlyList<ProgramPair> pairs, ImmutableArray<SweepCell> cells) => new(
        new TokenRows([.. pairs.Select(pair => Tokenizer.Encode(pair.Base))]),
        new TokenRows([.. pairs.Select(pair => Tokenizer.Encode(pair.Source))]),
        cells,
        ReadOut.At(Positions.Colon(pairs[0].Base.Lines.Length), pairs.Count, Tokenizer.DigitCount));

    /// <summary>The patch of one cell: each base token gets what the token of the same role has in the source; several together, each its own.</summary>
    internal static SweepCell Cell(IReadOnlyList<ProgramPair> pairs, PatchCell cell)
    {
        return new SweepCell([.. cell.Role.Members().Select(Patch)]);

        Intervention Patch(TokenRole role)
        {
            (int To, int From)[] positions = [.. pairs.Select(pair => PositionsOf(pair, role))];
            bool moved = positions.Any(position => position.To != position.From);
            return new Intervention.Patch(
                Place.At(cell.Site, TokenPositions.At(positions.Select(position => position.To)), cell.Head),
                moved ? TokenPositions.At(positions.Select(position => position.From)) : null);
        }
    }

    /// <summary>Where the role is in base and source; -1 in both where either lacks it.</summary>
    internal static (int To, int From) PositionsOf(ProgramPair pair, TokenRole role)
    {
        (int to, int from) = (role.PositionIn(pair.BaseExecution), role.PositionIn(pair.SourceExecution));
        return to < 0 || from < 0 ? (-1, -1) : (to, from);
    }
}

/// <summary>One place where a sweep patches: a site, a head where the kind has heads, and a token by its role.</summary>
/// <param name="Site">The site.</param>
/// <param name="Head">1-based; 0 for all heads, and for kinds that have none.</param>
/// <param name="Role">The token.</param>
public readonly record struct PatchCell(Site Site, int Head, TokenRole Role);

/// <summary>The effect of patching one head or MLP at one token.</summary>
/// <param name="Role">The token.</param>
/// <param name="Hops">Referential depth of the programs.</param>
/// <param name="Effect">How much logit(source's answer) - logit(base's answer) grew against the base run, mean.</param>
/// <param name="Success">Share of programs of which the top digit became the source's answer.</param>
public sealed record RoleEffect(TokenRole Role, int Hops, Estimate Effect, double Success);
