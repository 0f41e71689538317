using System.Runtime.Intrinsics;

namespace Bindscope.Model.Kernels;

/// <summary>
/// Which keys a block of sixteen query rows sees: of the prefix's keys, which the rows share, each row the first so many; of its own
/// segment's keys, which are other ones for other rows and so are met in slots (slot 0 is the segment's first key), again the first so many.
/// </summary>
internal sealed class AttentionBlock
{
    private readonly int ownFrom;
    private readonly int[] within = new int[AttentionPlan.BlockRows];

    /// <summary>The block that starts at a token of a layout.</summary>
    public AttentionBlock(SequenceLayout layout, int firstRow)
    {
        FirstRow = firstRow;
        Span<int> visible = stackalloc int[AttentionPlan.BlockRows];
        int least = int.MaxValue;
        for (int r = 0; r < AttentionPlan.BlockRows; r++)
        {
            int token = firstRow + r;
            bool real = token < layout.Length;
            visible[r] = Math.Min(token + 1, layout.Prefix);
            within[r] = real && token >= layout.Prefix ? (token - layout.Prefix) % layout.SegmentLength : -1;
            least = Math.Min(least, visible[r]);
            Slots = Math.Max(Slots, within[r] + 1);
        }
        ownFrom = layout.Prefix - firstRow;
        Keys = AttentionPlan.RoundUp(visible[^1], AttentionPlan.KeyGroup);
        FirstMasked = least;
        Visible = Vector512.Create<int>(visible);
        Within = Vector512.Create<int>(within);
    }

    /// <summary>The block's first token.</summary>
    public int FirstRow { get; }

    /// <summary>Keys from the sequence's start that at least one row sees, rounded up to whole groups.</summary>
    public int Keys { get; }

    /// <summary>The first key that some row does not see.</summary>
    public int FirstMasked { get; }

    /// <summary>How many of these keys each row sees.</summary>
    public Vector512<int> Visible { get; }

    /// <summary>Slots for keys of the rows' own segments; 0 in the prefix.</summary>
    public int Slots { get; }

    /// <summary>Each row's place in its segment, which is the last slot that it sees; -1 outside segments.</summary>
    public Vector512<int> Within { get; }

    /// <summary>Rows of scores: keys, then slots.</summary>
    public int Scores => Keys + Slots;

    /// <summary>The first row of this block that lies in a segment; 16 or more where none does.</summary>
    public int FirstOwnRow => Math.Max(0, ownFrom);

    /// <summary>The token of the first key of a row's own segment, and how many of its keys the row sees.</summary>
    public (int Start, int Count) Own(int r) => (FirstRow + r - within[r], within[r] + 1);
}
