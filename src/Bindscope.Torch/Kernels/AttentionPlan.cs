namespace Bindscope.Torch.Kernels;

/// <summary>The sizes of one call of <see cref="FusedAttention"/>.</summary>
internal readonly struct AttentionPlan
{
    /// <summary>Query rows that the inner loops handle at once: one in each lane of a vector.</summary>
    public const int BlockRows = 16;

    /// <summary>Keys that the inner loops handle at once.</summary>
    public const int KeyGroup = 8;

    /// <summary>Computes the sizes for <paramref name="batch"/> sequences of <paramref name="layout"/>.</summary>
    public AttentionPlan(int batch, int heads, int width, SequenceLayout layout)
    {
        Batch = batch;
        Heads = heads;
        Width = width;
        Tokens = layout.Length;
        PaddedWidth = RoundUp(width, BlockRows);
        Blocks = new AttentionBlock[RoundUp(Tokens, BlockRows) / BlockRows];
        Rows = BlockRows * Blocks.Length + KeyGroup;
        for (int block = 0; block < Blocks.Length; block++)
        {
            Blocks[block] = new AttentionBlock(layout, block * BlockRows);
        }
        MostScores = Blocks.Max(block => block.Scores);
    }

    public int Batch { get; }

    public int Heads { get; }

    /// <summary>K, a head's width.</summary>
    public int Width { get; }

    /// <summary>K filled up with zeros to whole vectors.</summary>
    public int PaddedWidth { get; }

    /// <summary>T, the tokens of one sequence.</summary>
    public int Tokens { get; }

    /// <summary>
    /// The tokens, filled up with empty rows to whole blocks and one group of keys more, so that groups may start at any token. Empty rows
    /// hold zeros and their results are never read.
    /// </summary>
    public int Rows { get; }

    /// <summary>Which keys each block of query rows sees.</summary>
    public AttentionBlock[] Blocks { get; }

    /// <summary>The largest of the blocks' <see cref="AttentionBlock.Scores"/>.</summary>
    public int MostScores { get; }

    /// <summary>The floats of one token in the input [B, T, 3*H*K].</summary>
    public int InputStride => 3 * Heads * Width;

    /// <summary>The floats of one token in the output [B, T, H*K].</summary>
    public int OutputStride => Heads * Width;

    /// <summary>Floats of one head's rows, [rows, padded width].</summary>
    public int RowFloats => Rows * PaddedWidth;

    /// <summary>Floats of one block's rows, [16, padded width].</summary>
    public int BlockFloats => BlockRows * PaddedWidth;

    /// <summary>Floats of one block's scores, [most scores, 16].</summary>
    public int ScoreFloats => MostScores * BlockRows;

    /// <summary>Floats of the statistics of one head: of each row its largest score and one over its sum, block by block.</summary>
    public int StatisticsFloats => 2 * BlockRows * Blocks.Length;

    internal static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
