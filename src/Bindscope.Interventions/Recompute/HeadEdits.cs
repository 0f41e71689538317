using Bindscope.Model;

namespace Bindscope.Interventions.Recompute;

/// <summary>Edits of heads' contributions to the residual stream, which are computed from mixed values where they are needed.</summary>
internal static class HeadEdits
{
    /// <summary>Whether no earlier edit of the same layer changes the same vector: all of them are done at the first one's turn.</summary>
    internal static bool IsFirstOfItsVector(ReadOnlySpan<Edit> edits, Edit edit)
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

    /// <summary>How all edits of one contribution change it.</summary>
    /// <param name="output">The layer's output weights.</param>
    /// <param name="item">Whose edits they are.</param>
    /// <param name="edit">The first edit of the vector.</param>
    /// <param name="mixed">The head's mixed value, [K].</param>
    /// <param name="source">Where edits take the source's mixed values from.</param>
    /// <param name="change">[Stride]; receives contribution after minus before.</param>
    internal static void Change(
        PackedLinear output, WorkItem item, Edit edit, ReadOnlySpan<float> mixed, Captures? source, Span<float> change)
    {
        int first = edit.Head * mixed.Length;
        Span<float> after = stackalloc float[output.Stride];
        Span<float> fromSource = stackalloc float[output.Stride];
        output.Part(mixed, first, change);
        change.CopyTo(after);
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

            EditActions.Apply(other, after[..output.Outputs], fromSource);
        }

        for (int i = 0; i < change.Length; i++)
        {
            change[i] = after[i] - change[i];
        }
    }

    private static bool SameVector(Edit a, Edit b) =>
        a.Site == b.Site && a.Site.Kind == SiteKind.AttentionHead && a.Position == b.Position && a.Head == b.Head;
}
