namespace Bindscope.Interventions.Recompute;

/// <summary>One changed run of one row.</summary>
/// <param name="Row">In the block of rows, 0-based.</param>
/// <param name="Cell">The cell, 0-based; -1 for the plain run.</param>
/// <param name="FirstLayer">The first layer in which something differs from the base run; 1-based, layers + 1 where only logits do.</param>
/// <param name="ReadOut">The position whose logits are wanted.</param>
/// <param name="Edits">In the order of a forward pass.</param>
/// <param name="Whole">Whether every token of every layer is computed, with nothing taken from the base run.</param>
internal sealed record WorkItem(int Row, int Cell, int FirstLayer, int ReadOut, Edit[] Edits, bool Whole)
{
    /// <summary>The last position that is computed before the last layer.</summary>
    internal int LastPosition(int length) => Whole ? length - 1 : ReadOut;

    /// <summary>Tokens that go through the first layer, at most.</summary>
    internal int TokenCount(int length) => Whole ? length : ReadOut + 1 - Edits.Min(edit => edit.Position);

    /// <summary>The edits of one layer; 0 for the logits.</summary>
    internal ReadOnlySpan<Edit> EditsOf(int layer)
    {
        int first = 0;
        while (first < Edits.Length && Edits[first].Site.Layer != layer)
        {
            first++;
        }

        int end = first;
        while (end < Edits.Length && Edits[end].Site.Layer == layer)
        {
            end++;
        }

        return Edits.AsSpan(first, end - first);
    }
}
