using System.Collections.Immutable;
using Bindscope.Analysis.Roles;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Abstraction;

/// <summary>Tokens by their role; for exchanged names the same token of both lines, such as <c>both:newline</c>.</summary>
/// <param name="Role">The token's role; null for a token of both lines.</param>
/// <param name="Offset">Tokens after the lines' names.</param>
internal readonly record struct InterchangePlace(TokenRole? Role, int Offset)
{
    private static readonly ImmutableArray<string> OffsetNames =
        ["both:name", "both:equals", "both:rhs", "both:newline", "both:next-name", "both:next-equals"];

    /// <summary>The places for a kind of source.</summary>
    internal static ImmutableArray<InterchangePlace> For(SourceEdit edit, int hops) => edit == SourceEdit.ExchangedNames
        ? [.. Enumerable.Range(0, OffsetNames.Length).Select(offset => new InterchangePlace(null, offset))]
        : [.. TokenRole.Spans(hops).Select(role => new InterchangePlace(role, 0))];

    /// <summary>Where the place is in base and source; as many tokens in both, none where either lacks it.</summary>
    internal (ImmutableArray<int> To, ImmutableArray<int> From) PositionsIn(InterchangeCase one, SourceEdit edit)
    {
        int offset = Offset;
        if (Role is not { } role)
        {
            int last = Positions.Newline(one.Programs.Base.Lines.Length);
            ImmutableArray<int> both = [.. one.Lines.Select(line => Positions.Name(line) + offset).Where(position => position <= last).Distinct()];
            return (both, both);
        }

        int to = role.PositionIn(one.Programs.BaseExecution);

        // Lines keep their places in every source but that of a moved root, whose chain is the base's from the second line on.
        int from = edit == SourceEdit.MovedRoot ? role.PositionIn(one.Programs.SourceExecution) : to;
        return to < 0 || from < 0 ? ([], []) : ([to], [from]);
    }

    public override string ToString() => Role is { } role ? role.ToString() : OffsetNames[Offset];
}
