namespace Bindscope.Interventions.Recompute;

/// <summary>Some tokens of each of several items, item by item, their positions rising. One row of every buffer belongs to each.</summary>
internal sealed class TokenList(int items, int tokens)
{
    private readonly int[] starts = new int[items + 1];
    private readonly int[] positions = new int[tokens];

    /// <summary>Number of tokens.</summary>
    internal int Count { get; private set; }

    /// <summary>Forgets everything.</summary>
    internal void Clear() => Count = 0;

    /// <summary>Says that what is added from here on belongs to an item; items follow each other in order.</summary>
    internal void Begin(int item) => starts[item] = Count;

    /// <summary>Says that there are no more items.</summary>
    internal void End(int itemCount) => starts[itemCount] = Count;

    /// <summary>Adds a token.</summary>
    /// <returns>Its row in the buffers.</returns>
    internal int Add(int position)
    {
        positions[Count] = position;
        return Count++;
    }

    /// <summary>The position of the token in a row of the buffers.</summary>
    internal int Position(int row) => positions[row];

    /// <summary>The rows of an item's tokens.</summary>
    internal (int Start, int End) Rows(int item) => (starts[item], starts[item + 1]);

    /// <summary>The row of an item's token.</summary>
    /// <returns>-1 where the item has no token at that position.</returns>
    internal int Find(int item, int position)
    {
        int found = Array.BinarySearch(positions, starts[item], starts[item + 1] - starts[item], position);
        return found < 0 ? -1 : found;
    }
}
