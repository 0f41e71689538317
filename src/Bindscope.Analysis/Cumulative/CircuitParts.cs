using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Cumulative;

/// <summary>The last checkpoint's circuit, frozen: which of its parts work at a checkpoint?</summary>
internal static class CircuitParts
{
    /// <summary>Every part's own cell, patched on the same programs.</summary>
    internal static ImmutableArray<PartEffect> At(
        Transformer model, int step, ImmutableArray<RoutePart> circuit, ImmutableArray<PairGroup> groups, Work work) =>
    [
        .. circuit.Select((part, number) => (Part: part, Number: number)).GroupBy(one => (one.Part.Hops, one.Part.AnswerLine)).SelectMany(own =>
        {
            PairGroup group = groups.Single(one => (one.Hops, one.AnswerLine) == own.Key);
            ImmutableArray<PatchCell> cells =
                [.. own.Select(one => new PatchCell(new Site(SiteKind.AttentionHead, one.Part.Layer), one.Part.Head, one.Part.Role))];
            SweepResult result = RoleSweep.Run(model, group.Pairs, cells, new SweepOptions(work.Workers), null, work.Cancellation);
            return EffectCells.Of(result, group.Pairs, cells, Measure.Effect)
                .Zip(own, (cell, one) => new PartEffect(step, one.Number, cell.Effect, cell.Success));
        }).OrderBy(effect => effect.Part),
    ];

    /// <summary>When each part began to work for good, earliest first.</summary>
    internal static ImmutableArray<PartEmergence> Order(IEnumerable<PartEffect> effects) =>
    [
        .. effects.GroupBy(effect => effect.Part).Select(part =>
        {
            PartEffect[] curve = [.. part.OrderBy(effect => effect.Step)];
            double level = curve[^1].Effect.Value / 2;
            int From(Func<Estimate, double> reading) => Sustained.From(curve, point => reading(point.Effect), level);
            (int step, int high) = (From(effect => effect.Value), From(effect => effect.Low));
            return new PartEmergence(
                part.Key,
                step == 0 ? null : curve[step - 1].Step,
                curve[step].Step,
                curve[From(effect => effect.High)].Step,
                high == curve.Length ? null : curve[high].Step);
        }).OrderBy(part => part.Step).ThenBy(part => part.Low),
    ];
}

/// <summary>A part of a route: what one head writes at all tokens of one kind.</summary>
/// <param name="Layer">1-based.</param>
/// <param name="Head">1-based.</param>
/// <param name="Token">The tokens.</param>
public readonly record struct HeadPart(int Layer, int Head, TokenKind Token);

/// <summary>A part that was chosen, and the patched cell that chose it.</summary>
/// <param name="Layer">1-based.</param>
/// <param name="Head">1-based.</param>
/// <param name="Token">The tokens.</param>
/// <param name="Hops">The referential depth of the programs in which its effect was largest.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Role">The token on the chain where it was largest.</param>
/// <param name="Effect">How much logit(source's answer) - logit(base's answer) grew there when the head's output was patched, mean.</param>
public sealed record RoutePart(
    int Layer, int Head, TokenKind Token, int Hops, AnswerLineGroup AnswerLine, TokenRole Role, Estimate Effect)
{
    /// <summary>The part alone.</summary>
    internal HeadPart Part => new(Layer, Head, Token);
}

/// <summary>Which tokens are of a kind.</summary>
internal static class TokenKinds
{
    /// <summary>The kind of a token.</summary>
    /// <param name="position">0-based.</param>
    /// <param name="lines">The program's lines.</param>
    internal static TokenKind At(int position, int lines) =>
        position < Positions.Hash(lines) ? (TokenKind)(position % 4) : TokenKind.Hash + (position - Positions.Hash(lines));

    /// <summary>The kind of the tokens that a sweep names by their role on the chain.</summary>
    internal static TokenKind Of(TokenRole role) => role.Kind switch
    {
        TokenRoleKind.QueryVariable => TokenKind.Query,
        TokenRoleKind.Colon => TokenKind.Colon,
        _ => (TokenKind)(((int)TokenKind.Right + role.Offset) % 4),
    };
}

/// <summary>What a token is in the grammar, whatever its line.</summary>
public enum TokenKind
{
    /// <summary>The name that a line binds.</summary>
    Name,

    /// <summary>A line's equals sign.</summary>
    EqualsSign,

    /// <summary>A line's right-hand side.</summary>
    Right,

    /// <summary>The newline that ends a line.</summary>
    Newline,

    /// <summary>The sign that begins the query.</summary>
    Hash,

    /// <summary>The queried variable.</summary>
    Query,

    /// <summary>The colon, where the answer is predicted.</summary>
    Colon,
}
