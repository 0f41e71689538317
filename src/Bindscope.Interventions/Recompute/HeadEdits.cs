using Bindscope.Model;

namespace Bindscope.Interventions.Recompute;

/// <summary>Edits of heads' contributions to the residual stream, which are computed from mixed values where they are needed.</summary>
internal static unsafe class HeadEdits
{
    /// <summary>
    /// Whether the edits of heads at an edit's token are patches alone: then what they put in are mixed values, and the sum over heads is the
    /// product that any token has.
    /// </summary>
    internal static bool ArePatches(ReadOnlySpan<Edit> edits, Edit edit)
    {
        foreach (Edit other in edits)
        {
            if (IsOfToken(other, edit) && other.Action is not Intervention.Patch)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether no earlier edit is of a head at the same token: all of them are done at the first one's turn.</summary>
    internal static bool IsFirstOfItsToken(ReadOnlySpan<Edit> edits, Edit edit)
    {
        foreach (Edit other in edits)
        {
            if (IsOfToken(other, edit))
            {
                return ReferenceEquals(other, edit);
            }
        }

        return false;
    }

    /// <summary>What attention adds to the residual stream at a token: the heads that are left, and those that are edited one by one.</summary>
    /// <param name="model">The weights.</param>
    /// <param name="item">Whose edits they are.</param>
    /// <param name="edit">The first edit of a head at the token.</param>
    /// <param name="mixed">The token's mixed values, [H*K].</param>
    /// <param name="source">Where edits take the source's mixed values from.</param>
    /// <param name="sum">[D]; receives the sum.</param>
    internal static void Sum(SweepModel model, WorkItem item, Edit edit, ReadOnlySpan<float> mixed, Captures? source, Span<float> sum)
    {
        int headWidth = model.Spec.HeadWidth;
        Span<float> left = stackalloc float[mixed.Length];
        mixed.CopyTo(left);
        ReadOnlySpan<Edit> edits = item.EditsOf(edit.Site.Layer);
        foreach (Edit other in edits)
        {
            if (IsOfToken(other, edit))
            {
                left.Slice(other.Head * headWidth, headWidth).Clear();
            }
        }

        fixed (float* from = left, to = sum)
        {
            model.Block(edit.Site.Layer).AttentionOutput.Packed.Run(from, left.Length, 1, to, sum.Length);
        }

        Span<float> contribution = stackalloc float[sum.Length];
        for (int i = 0; i < edits.Length; i++)
        {
            if (edits[i].Position == edit.Position && IsFirstOfItsVector(edits, edits[i]))
            {
                ReadOnlySpan<float> own = mixed.Slice(edits[i].Head * headWidth, headWidth);
                Contribution(model, item, edits[i], own, source, contribution);
                for (int j = 0; j < sum.Length; j++)
                {
                    sum[j] += contribution[j];
                }
            }
        }
    }

    /// <summary>A head's contribution after all edits of it.</summary>
    /// <param name="model">The weights.</param>
    /// <param name="item">Whose edits they are.</param>
    /// <param name="edit">One edit of the contribution.</param>
    /// <param name="mixed">The head's mixed value, [K].</param>
    /// <param name="source">Where edits take the source's mixed values from.</param>
    /// <param name="contribution">[D]; receives the contribution.</param>
    internal static void Contribution(
        SweepModel model, WorkItem item, Edit edit, ReadOnlySpan<float> mixed, Captures? source, Span<float> contribution)
    {
        model.Contribution(edit.Site.Layer, edit.Head, mixed, contribution);
        Span<float> fromSource = stackalloc float[contribution.Length];
        foreach (Edit other in item.EditsOf(edit.Site.Layer))
        {
            if (!SameVector(other, edit))
            {
                continue;
            }

            if (Slots.NeedsSource(other.Action))
            {
                model.Contribution(
                    edit.Site.Layer, edit.Head, source!.Vector(other.Site, item.Row, other.From, other.Head), fromSource);
            }

            EditActions.Apply(other, contribution, fromSource);
        }
    }

    private static bool IsOfToken(Edit other, Edit edit) =>
        other.Site.Kind == SiteKind.AttentionHead && other.Position == edit.Position;

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

/// <summary>One head of one item in one layer.</summary>
/// <param name="Item">The item.</param>
/// <param name="Layer">1-based.</param>
/// <param name="Head">0-based.</param>
internal readonly record struct HeadPlace(WorkItem Item, int Layer, int Head);
