using Bindscope.Model;
using Bindscope.Model.Kernels;

namespace Bindscope.Interventions.Recompute;

/// <summary>Edits of heads' contributions to the residual stream, which are computed from mixed values where they are needed.</summary>
internal static unsafe class HeadEdits
{
    /// <summary>Whether no earlier edit is of a head at the same token: all of them are done at the first one's turn.</summary>
    internal static bool IsFirstOfItsToken(ReadOnlySpan<Edit> edits, Edit edit)
    {
        foreach (Edit other in edits)
        {
            if (other.Site.Kind == SiteKind.AttentionHead && other.Position == edit.Position)
            {
                return ReferenceEquals(other, edit);
            }
        }

        return false;
    }

    /// <summary>What attention adds to the residual stream at a token: the heads that are left, and those that are edited one by one.</summary>
    /// <param name="output">The layer's output weights.</param>
    /// <param name="item">Whose edits they are.</param>
    /// <param name="edit">The first edit of a head at the token.</param>
    /// <param name="mixed">The token's mixed values, [HeadsStride].</param>
    /// <param name="headWidth">K.</param>
    /// <param name="source">Where edits take the source's mixed values from.</param>
    /// <param name="sum">[Stride]; receives the sum.</param>
    internal static void Sum(
        PackedLinear output, WorkItem item, Edit edit, ReadOnlySpan<float> mixed, int headWidth, Captures? source, Span<float> sum)
    {
        // Products take rows in eights.
        float* left = stackalloc float[MatrixTiles.Rows * mixed.Length];
        float* products = stackalloc float[MatrixTiles.Rows * output.Stride];
        mixed.CopyTo(new Span<float>(left, mixed.Length));
        ReadOnlySpan<Edit> edits = item.EditsOf(edit.Site.Layer);
        foreach (Edit other in edits)
        {
            if (other.Site.Kind == SiteKind.AttentionHead && other.Position == edit.Position)
            {
                new Span<float>(left + (other.Head * headWidth), headWidth).Clear();
            }
        }

        output.Run(left, mixed.Length, 1, products);
        new ReadOnlySpan<float>(products, output.Stride).CopyTo(sum);
        Span<float> contribution = stackalloc float[output.Stride];
        for (int i = 0; i < edits.Length; i++)
        {
            if (edits[i].Position == edit.Position && IsFirstOfItsVector(edits, edits[i]))
            {
                ReadOnlySpan<float> own = mixed.Slice(edits[i].Head * headWidth, headWidth);
                Contribution(output, item, edits[i], own, source, contribution);
                for (int j = 0; j < sum.Length; j++)
                {
                    sum[j] += contribution[j];
                }
            }
        }
    }

    /// <summary>A head's contribution after all edits of it.</summary>
    /// <param name="output">The layer's output weights.</param>
    /// <param name="item">Whose edits they are.</param>
    /// <param name="edit">One edit of the contribution.</param>
    /// <param name="mixed">The head's mixed value, [K].</param>
    /// <param name="source">Where edits take the source's mixed values from.</param>
    /// <param name="contribution">[Stride]; receives the contribution.</param>
    internal static void Contribution(
        PackedLinear output, WorkItem item, Edit edit, ReadOnlySpan<float> mixed, Captures? source, Span<float> contribution)
    {
        int first = edit.Head * mixed.Length;
        output.Part(mixed, first, contribution);
        Span<float> fromSource = stackalloc float[output.Stride];
        foreach (Edit other in item.EditsOf(edit.Site.Layer))
        {
            if (!SameVector(other, edit))
            {
                continue;
            }

            if (Slots.NeedsSource(other.Action))
            {
                output.Part(source!.Vector(other.Site, item.Row, other.From, other.Head), first, fromSource);
            }

            EditActions.Apply(other, contribution[..output.Outputs], fromSource);
        }
    }

    private static bool IsFirstOfItsVector(ReadOnlySpan<Edit> edits, Edit edit)
    {
        foreach (Edit other in edits)
        {
            if (SameVector(other, edit))
            {
                return ReferenceEquals(other, edit);
            }
        }

        return false;
    }

    private static bool SameVector(Edit a, Edit b) =>
        a.Site == b.Site && a.Site.Kind == SiteKind.AttentionHead && a.Position == b.Position && a.Head == b.Head;
}
