namespace Bindscope.Programs.Generation;

/// <summary>A program while it is being drawn: which name each line binds and which line it refers to; digits do not matter yet.</summary>
/// <remarks>Dozens of drafts are thrown away for each that is kept, so a draft allocates nothing and is drawn over and over in one place.</remarks>
internal readonly ref struct Draft(Span<int> names, Span<int> sources, Span<int> depths, Span<bool> lasting, Span<int> boundBy)
{
    /// <summary>The source of a line that holds a digit.</summary>
    public const int Constant = -1;

    /// <summary>For each line, the name that it binds.</summary>
    public readonly Span<int> Names = names;

    /// <summary>For each line, the line that its right-hand variable refers to, 0-based, or <see cref="Constant"/>.</summary>
    public readonly Span<int> Sources = sources;

    /// <summary>For each line, its referential depth; 0 once its variable is bound again below.</summary>
    public readonly Span<int> Depths = depths;

    /// <summary>For each line, whether its variable is never bound again below.</summary>
    public readonly Span<bool> Lasting = lasting;

    /// <summary>For each name, the last line that binds it, 0-based; -1 where none does.</summary>
    public readonly Span<int> BoundBy = boundBy;
}

/// <summary>Draws drafts: names, references and the query, as fast as it can be done exactly.</summary>
/// <remarks>
/// Few drafts have a shallow query (one in 180 has one hop, with the paper's numbers), so time goes into those that are thrown away. Two
/// things are therefore drawn <em>before</em> the lines, on which they do not depend: all names on the left, which tell which lines can be
/// queried in the end; and the point, between 0 and 1, at which the query will be drawn on a scale where shallow lines come first. From them
/// a draft shows early, mostly within its first lines, that its query must get too deep.
/// </remarks>
internal sealed class Drafter
{
    private readonly GeneratorSpec spec;
    private readonly DepthWeights rightWeights;
    private readonly DepthWeights queryWeights;

    public Drafter(GeneratorSpec spec)
    {
        this.spec = spec;
        queryWeights = new DepthWeights(spec.Lines, spec.DepthExponent);
        rightWeights = spec.Depth == DepthPolicy.Capped ? queryWeights.Below(spec.MaximumHops) : queryWeights;
    }

    /// <summary>Draws a draft.</summary>
    /// <param name="random">The source of chance; moves on.</param>
    /// <param name="draft">Where to draw it.</param>
    /// <param name="deepest">The largest number of hops that is of use.</param>
    /// <returns>The line that binds the queried variable, 0-based; null where the draft is of no use.</returns>
    public int? TryDraw(ref RandomStream random, Draft draft, int deepest)
    {
        ulong queryPoint = random.NextUInt64();
        int pending = DrawNames(ref random, draft);
        draft.BoundBy.Fill(-1);
        ulong total = 0; // of the lines that may be referred to
        ulong queried = 0, queriedShallow = 0; // of the lines that may be queried in the end, and of those not deeper than wanted
        for (int line = 0; line < draft.Names.Length; line++)
        {
            // The name's old binding can be used no more: not below, where the new one holds, nor in this line, since a=a is excluded.
            int name = draft.Names[line];
            if (draft.BoundBy[name] is >= 0 and int old)
            {
                total -= rightWeights[draft.Depths[old]];
                draft.Depths[old] = 0;
            }

            bool constant = random.NextDouble() < spec.ConstantShare || total == 0;
            int source = constant ? Draft.Constant : rightWeights.Draw(ref random, draft.Depths[..line], total);
            int depth = constant ? 1 : draft.Depths[source] + 1;
            (draft.Sources[line], draft.Depths[line], draft.BoundBy[name]) = (source, depth, line);
            total += rightWeights[depth];

            if (depth > spec.MaximumHops && spec.Depth == DepthPolicy.Rejected)
            {
                return null;
            }

            if (draft.Lasting[line])
            {
                pending--;
                queried += queryWeights[depth];
                queriedShallow += depth <= deepest ? queryWeights[depth] : 0;
                ulong least = queried + (ulong)pending * queryWeights[1];
                ulong mostShallow = queriedShallow + (ulong)pending * queryWeights[deepest];
                if (depth > deepest && Scale(queryPoint, least) >= mostShallow)
                {
                    return null;
                }
            }
        }

        return QueryAt(Scale(queryPoint, queried), draft.Depths, deepest);
    }

    /// <summary>Draws the name of every line.</summary>
    /// <returns>How many lines last to the end.</returns>
    private int DrawNames(ref RandomStream random, Draft draft)
    {
        int free = draft.BoundBy.Length;
        uint taken = 0;
        for (int line = 0; line < draft.Names.Length; line++)
        {
            int name = random.Next(free);
            if (spec.Names == NamePolicy.Unique)
            {
                // The n-th of the names that are still free.
                for (int n = name, candidate = 0; ; candidate++)
                {
                    if ((taken >> candidate & 1) == 0 && n-- == 0)
                    {
                        name = candidate;
                        break;
                    }
                }

                taken |= 1u << name;
                free--;
            }

            draft.Names[line] = name;
        }

        uint boundBelow = 0;
        int lasting = 0;
        for (int line = draft.Names.Length - 1; line >= 0; line--)
        {
            uint name = 1u << draft.Names[line];
            draft.Lasting[line] = (boundBelow & name) == 0;
            lasting += draft.Lasting[line] ? 1 : 0;
            boundBelow |= name;
        }

        return lasting;
    }

    /// <summary>The line at a place on a scale where every line is as long as its weight and shallow lines come first.</summary>
    /// <returns>The line, 0-based; null where it is deeper than wanted.</returns>
    private int? QueryAt(ulong place, ReadOnlySpan<int> depths, int deepest)
    {
        for (int depth = 1; depth <= deepest; depth++)
        {
            ulong weight = queryWeights[depth];
            for (int line = 0; line < depths.Length; line++)
            {
                if (depths[line] != depth)
                {
                    continue;
                }

                if (place < weight)
                {
                    return line;
                }

                place -= weight;
            }
        }

        return null;
    }

    /// <summary>The whole part of <paramref name="point"/> / 2^64 times a length.</summary>
    private static ulong Scale(ulong point, ulong length) => Math.BigMul(point, length, out _);
}
