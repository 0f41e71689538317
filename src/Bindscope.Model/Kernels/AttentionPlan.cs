namespace Bindscope.Model.Kernels;

/// <summary>
/// The sizes of one call of <see cref="FusedAttention"/> and how its tokens are laid out in scratch memory.
/// </summary>
/// <remarks>
/// Tokens become rows: the prefix first, then the segments, each part filled up with empty rows to a multiple of <see cref="BlockRows"/>,
/// so that the inner loops never meet a partial block. Empty rows hold zeros and their results are never read back.
/// </remarks>
internal readonly struct AttentionPlan
{
    /// <summary>Query rows that the inner loops handle at once.</summary>
    public const int BlockRows = 8;

    /// <summary>Floats in one vector of the inner loops.</summary>
    public const int Lanes = 16;

    /// <summary>Computes the sizes for <paramref name="batch"/> sequences of <paramref name="layout"/>.</summary>
    public AttentionPlan(int batch, int heads, int width, SequenceLayout layout)
    {
        Batch = batch;
        Heads = heads;
        Width = width;
        Tokens = layout.Length;
        Prefix = layout.Prefix;
        SegmentLength = layout.Segments > 0 ? layout.SegmentLength : 0;
        SegmentTokens = Tokens - Prefix;
        PaddedWidth = RoundUp(width, Lanes);
        PaddedPrefix = RoundUp(Prefix, BlockRows);
        Rows = PaddedPrefix + RoundUp(SegmentTokens, BlockRows);
        // One vector of slack, because a segment's keys are loaded from where they start; an odd number of vectors, because strides that
        // are a power of two would map every row to the same few cache lines.
        Columns = (RoundUp(Rows, Lanes) + Lanes) | Lanes;
        // At least one vector of shared keys, even where there is no prefix: it is masked.
        OwnScores = RoundUp(Math.Max(PaddedPrefix, 1), Lanes);
        ScoreStride = (OwnScores + RoundUp(SegmentLength, Lanes)) | Lanes;
    }

    public int Batch { get; }

    public int Heads { get; }

    /// <summary>K, a head's width, and what it is filled up to with zeros.</summary>
    public int Width { get; }

    public int PaddedWidth { get; }

    /// <summary>T, the tokens of one sequence, and how many of them form the prefix.</summary>
    public int Tokens { get; }

    public int Prefix { get; }

    /// <summary>The tokens of one segment (0 without segments) and of all segments together.</summary>
    public int SegmentLength { get; }

    public int SegmentTokens { get; }

    /// <summary>The row at which the segments start, and the number of all rows.</summary>
    public int PaddedPrefix { get; }

    public int Rows { get; }

    /// <summary>Distance between two rows of a transposed matrix [width, rows].</summary>
    public int Columns { get; }

    /// <summary>Where in a row of scores the keys of the row's own segment start; before it stand the prefix's keys.</summary>
    public int OwnScores { get; }

    /// <summary>Distance between two rows of scores.</summary>
    public int ScoreStride { get; }

    /// <summary>The floats of one token in the input [B, T, 3*H*K].</summary>
    public int InputStride => 3 * Heads * Width;

    /// <summary>The floats of one token in the output [B, T, H*K].</summary>
    public int OutputStride => Heads * Width;

    /// <summary>The row of a token.</summary>
    public int RowOf(int token) => token < Prefix ? token : token - Prefix + PaddedPrefix;

    /// <summary>The token of a row, or -1 for an empty row.</summary>
    public int TokenOf(int row)
    {
        if (row < PaddedPrefix)
        {
            return row < Prefix ? row : -1;
        }
        int segmentToken = row - PaddedPrefix;
        return segmentToken < SegmentTokens ? Prefix + segmentToken : -1;
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
