using System.Runtime.Intrinsics;

namespace Bindscope.Torch.Kernels;

/// <summary>
/// Which keys a block of sixteen query rows meets: the prefix's, up to the block's last row, and those of the segments that the rows lie
/// in. What a row does not see of these is masked.
/// </summary>
internal sealed class AttentionBlock
{
    private readonly Vector512<int> sharedEnd;
    private readonly Vector512<int> ownStart;
    private readonly Vector512<int> ownEnd;
    private readonly int firstMasked;

    /// <summary>The block that starts at a token of a layout.</summary>
    public AttentionBlock(SequenceLayout layout, int firstRow)
    {
        FirstRow = firstRow;
        Span<int> shared = stackalloc int[AttentionPlan.BlockRows];
        Span<int> start = stackalloc int[AttentionPlan.BlockRows];
        Span<int> end = stackalloc int[AttentionPlan.BlockRows];
        for (int r = 0; r < AttentionPlan.BlockRows; r++)
        {
            int token = firstRow + r;
            shared[r] = Math.Min(token + 1, layout.Prefix);
            bool own = token >= layout.Prefix && token < layout.Length;
            (start[r], end[r]) = own ? (token - (token - layout.Prefix) % layout.SegmentLength, token + 1) : (0, 0);
            OwnFirst = own && OwnCount == 0 ? start[r] : OwnFirst;
            OwnCount = own ? end[r] - OwnFirst : OwnCount;
        }
        firstMasked = shared[0];
        SharedCount = AttentionPlan.RoundUp(shared[^1], AttentionPlan.KeyGroup);
        OwnCount = AttentionPlan.RoundUp(OwnCount, AttentionPlan.KeyGroup);
        sharedEnd = Vector512.Create<int>(shared);
        ownStart = Vector512.Create<int>(start);
        ownEnd = Vector512.Create<int>(end);
    }

    /// <summary>The block's first token.</summary>
    public int FirstRow { get; }

    /// <summary>Keys from the sequence's start, in whole groups; their scores come first.</summary>
    public int SharedCount { get; }

    /// <summary>The first key of the rows' own segments, and how many follow, in whole groups; 0 where no row lies in a segment.</summary>
    public int OwnFirst { get; }

    public int OwnCount { get; }

    /// <summary>Rows of scores: shared keys, then own keys.</summary>
    public int Scores => SharedCount + OwnCount;

    /// <summary>Gives the scores that a row does not see a value so low that they get no weight.</summary>
    /// <param name="scores">[scores, 16].</param>
    /// <param name="low">The value.</param>
    public unsafe void Mask(float* scores, float low)
    {
        Vector512<float> masked = Vector512.Create(low);
        for (int key = firstMasked; key < SharedCount; key++)
        {
            Select(Vector512.GreaterThan(sharedEnd, Vector512.Create(key)), scores + key * AttentionPlan.BlockRows, masked);
        }
        scores += SharedCount * AttentionPlan.BlockRows;
        for (int i = 0; i < OwnCount; i++)
        {
            Vector512<int> key = Vector512.Create(OwnFirst + i);
            Vector512<int> seen = Vector512.GreaterThanOrEqual(key, ownStart) & Vector512.GreaterThan(ownEnd, key);
            Select(seen, scores + i * AttentionPlan.BlockRows, masked);
        }
    }

    private static unsafe void Select(Vector512<int> seen, float* scores, Vector512<float> masked) =>
        Vector512.ConditionalSelect(seen.AsSingle(), Vector512.Load(scores), masked).Store(scores);
}
