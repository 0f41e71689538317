namespace Bindscope.Numerics;

/// <summary>
/// The sizes of fused attention and which keys each block of queries sees, for one layout of tokens: a prefix, causal in itself, then
/// segments that each see the prefix and themselves.
/// </summary>
internal sealed unsafe class AttentionPlan
{
    /// <summary>The inner loops handle keys in groups of so many, or of twice as many.</summary>
    internal const int KeyGroup = 4;

    private readonly Tensor bounds;

    /// <summary>Computes the sizes.</summary>
    /// <param name="heads">H.</param>
    /// <param name="width">K, a head's width.</param>
    /// <param name="tokens">T, the tokens of one sequence.</param>
    /// <param name="prefix">Tokens of the prefix.</param>
    /// <param name="segmentLength">Tokens of each segment; any where there are none.</param>
    internal AttentionPlan(int heads, int width, int tokens, int prefix, int segmentLength)
    {
        (Heads, Width, Tokens) = (heads, width, tokens);
        PaddedWidth = Lanes.RoundUp(width, BlockRows);
        int blocks = Lanes.RoundUp(tokens, BlockRows) / BlockRows;
        Rows = (BlockRows * blocks) + KeyGroup;
        bounds = new Tensor(blocks, 3 * BlockRows);
        Blocks = new AttentionBlock[blocks];
        Lead = (BlockRows * blocks) - tokens;
        for (int block = 0; block < blocks; block++)
        {
            Blocks[block] = BlockAt((block * BlockRows) - Lead, prefix, segmentLength, bounds.Pointer + (block * 3 * BlockRows));
            MostScores = Math.Max(MostScores, Blocks[block].Scores);
        }
    }

    /// <summary>Query rows that the inner loops handle at once: one in each float of a lane.</summary>
    internal static int BlockRows => Lanes.Count;

    internal int Heads { get; }

    /// <summary>K, a head's width.</summary>
    internal int Width { get; }

    /// <summary>K filled up with zeros to whole lanes.</summary>
    internal int PaddedWidth { get; }

    /// <summary>Whether half a head, which is what is turned at once, is no whole lane of 512 bits.</summary>
    internal bool TurnsHalfLanes => Lanes.Is512 && Width / 2 % Lane512.Count != 0;

    /// <summary>T, the tokens of one sequence.</summary>
    internal int Tokens { get; }

    /// <summary>
    /// The tokens, filled up with empty rows to whole blocks and one group of keys more, so that groups may start at any token. Empty rows
    /// hold zeros and their results are never read.
    /// </summary>
    internal int Rows { get; }

    /// <summary>
    /// Empty rows before the first query: the block that is not full is the first one, which meets the fewest keys. Of keys and values all
    /// empty rows come last.
    /// </summary>
    internal int Lead { get; }

    /// <summary>Where the first query lies in rows of queries.</summary>
    internal int LeadFloats => Lead * PaddedWidth;

    /// <summary>Which keys each block of query rows sees.</summary>
    internal AttentionBlock[] Blocks { get; }

    /// <summary>The largest of the blocks' <see cref="AttentionBlock.Scores"/>.</summary>
    internal int MostScores { get; }

    /// <summary>The floats of one token in the input [B, T, 3*H*K].</summary>
    internal int InputStride => 3 * Heads * Width;

    /// <summary>The floats of one token in the output [B, T, H*K].</summary>
    internal int OutputStride => Heads * Width;

    /// <summary>Floats of one head's rows, [rows, padded width].</summary>
    internal int RowFloats => Rows * PaddedWidth;

    /// <summary>Floats of one block's rows, [block rows, padded width].</summary>
    internal int BlockFloats => BlockRows * PaddedWidth;

    /// <summary>Floats of one block's scores, [most scores, block rows].</summary>
    internal int ScoreFloats => MostScores * BlockRows;

    /// <summary>Floats of the statistics of one head: of each query its largest score and one over its sum, block by block.</summary>
    internal int StatisticsFloats => 2 * BlockRows * Blocks.Length;

    private AttentionBlock BlockAt(int firstRow, int prefix, int segmentLength, float* shared)
    {
        float* start = shared + BlockRows;
        float* end = shared + (2 * BlockRows);
        (int ownFirst, int ownCount) = (0, 0);
        for (int r = 0; r < BlockRows; r++)
        {
            int token = firstRow + r;
            shared[r] = Math.Clamp(token + 1, 0, prefix);
            if (token >= prefix && token < Tokens)
            {
                int segment = token - ((token - prefix) % segmentLength);
                (start[r], end[r]) = (segment, token + 1);
                ownFirst = ownCount == 0 ? segment : ownFirst;
                ownCount = token + 1 - ownFirst;
            }
        }

        return new AttentionBlock(
            firstRow + Lead, (int)shared[0], Lanes.RoundUp((int)shared[BlockRows - 1], KeyGroup), ownFirst, Lanes.RoundUp(ownCount, KeyGroup), shared);
    }
}

/// <summary>
/// Which keys a block of query rows meets: the prefix's, up to the block's last row, and those of the segments that the rows lie in. What a
/// row does not see of these is masked.
/// </summary>
internal readonly unsafe struct AttentionBlock(int firstRow, int seenByAll, int sharedCount, int ownFirst, int ownCount, float* bounds)
{
    /// <summary>[3, block rows]: behind the last shared key, the first own key, behind the last own key of each row.</summary>
    private readonly float* bounds = bounds;

    /// <summary>Keys from the sequence's start that every row sees.</summary>
    private readonly int seenByAll = seenByAll;

    /// <summary>The block's first row among those of queries, which begin with <see cref="AttentionPlan.Lead"/> empty ones.</summary>
    internal int FirstRow { get; } = firstRow;

    /// <summary>Keys from the sequence's start, in whole groups; their scores come first.</summary>
    internal int SharedCount { get; } = sharedCount;

    /// <summary>The first key of the rows' own segments.</summary>
    internal int OwnFirst { get; } = ownFirst;

    /// <summary>How many follow, in whole groups; 0 where no row lies in a segment.</summary>
    internal int OwnCount { get; } = ownCount;

    /// <summary>Rows of scores: shared keys, then own keys.</summary>
    internal int Scores => SharedCount + OwnCount;

    /// <summary>Gives the scores that a row does not see a value so low that they get no weight.</summary>
    /// <param name="scores">[scores, block rows].</param>
    /// <param name="low">The value.</param>
    internal void Mask<TLane>(float* scores, float low)
        where TLane : struct, ILane<TLane>
    {
        TLane masked = TLane.Create(low);
        TLane sharedEnd = TLane.Load(bounds);
        for (int key = seenByAll; key < SharedCount; key++)
        {
            float* score = scores + (key * TLane.Count);
            TLane.WhereLess(TLane.Create(key), sharedEnd, TLane.Load(score), masked).Store(score);
        }

        if (OwnCount > 0)
        {
            (TLane ownStart, TLane ownEnd) = (TLane.Load(bounds + TLane.Count), TLane.Load(bounds + (2 * TLane.Count)));
            scores += SharedCount * TLane.Count;
            for (int i = 0; i < OwnCount; i++)
            {
                float* score = scores + (i * TLane.Count);
                TLane key = TLane.Create(OwnFirst + i);
                TLane seen = TLane.WhereLess(key, ownStart, masked, TLane.Load(score));
                TLane.WhereLess(key, ownEnd, seen, masked).Store(score);
            }
        }
    }
}
