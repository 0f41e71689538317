namespace Bindscope.Model.Kernels;

/// <summary>One head of one sequence in scratch memory, in the arrangements that the inner loops read.</summary>
internal readonly unsafe struct AttentionHead
{
    private readonly AttentionPlan plan;
    private readonly float scoreScale;

    /// <summary>Takes the memory; what is filled up with zeros stays zero from one head to the next.</summary>
    public AttentionHead(in AttentionPlan plan, Scratch scratch)
    {
        this.plan = plan;
        // The softmax works in base two: its scores are those of base e times log2(e).
        scoreScale = (float)(Math.Log2(Math.E) / Math.Sqrt(plan.Width));
        Queries = scratch.Take(plan.Rows * plan.PaddedWidth);
        Keys = scratch.Take(plan.Rows * plan.PaddedWidth);
        Values = scratch.Take(plan.Rows * plan.PaddedWidth);
        QueryBlocks = scratch.Take(plan.Rows * plan.PaddedWidth);
        KeysTransposed = scratch.Take(plan.PaddedWidth * plan.Columns);
    }

    /// <summary>Scratch that one head needs, in floats.</summary>
    public static nuint Floats(in AttentionPlan plan) => (nuint)(4 * plan.Rows * plan.PaddedWidth + plan.PaddedWidth * plan.Columns);

    /// <summary>[rows, padded width]: rotated and scaled by log2(e)/sqrt(K).</summary>
    public float* Queries { get; }

    /// <summary>[rows, padded width]: rotated.</summary>
    public float* Keys { get; }

    /// <summary>[rows, padded width].</summary>
    public float* Values { get; }

    /// <summary>[rows / 8, padded width, 8]: the queries, each block of eight rows transposed.</summary>
    public float* QueryBlocks { get; }

    /// <summary>[padded width, columns].</summary>
    public float* KeysTransposed { get; }

    /// <summary>Reads one head of one sequence and rotates it.</summary>
    /// <param name="input">The head's first query: q, k, v follow at distances of H*K, tokens at distances of 3*H*K.</param>
    /// <param name="cosine">[T, K/2].</param>
    /// <param name="sine">[T, K/2].</param>
    public void Load(float* input, float* cosine, float* sine)
    {
        int half = plan.Width / 2;
        for (int token = 0; token < plan.Tokens; token++)
        {
            float* source = input + (nint)token * plan.InputStride;
            nint row = (nint)plan.RowOf(token) * plan.PaddedWidth;
            Rotary.Turn(source, cosine + token * half, sine + token * half, half, 1, scoreScale, Queries + row);
            Rotary.Turn(source + plan.OutputStride, cosine + token * half, sine + token * half, half, 1, 1, Keys + row);
            Copy(source + 2 * plan.OutputStride, Values + row, plan.Width);
        }
        for (int row = 0; row < plan.Rows; row += AttentionPlan.BlockRows)
        {
            nint block = (nint)row * plan.PaddedWidth;
            Lanes.TransposeEightRows(Queries + block, plan.PaddedWidth, plan.PaddedWidth, QueryBlocks + block, AttentionPlan.BlockRows);
            Lanes.TransposeEightRows(Keys + block, plan.PaddedWidth, plan.PaddedWidth, KeysTransposed + row, plan.Columns);
        }
    }

    /// <summary>Copies one row.</summary>
    public static void Copy(float* source, float* target, int width) =>
        new ReadOnlySpan<float>(source, width).CopyTo(new Span<float>(target, width));

    /// <summary>The keys that a whole block sees (up to its own diagonal in the prefix) and the vectors that hold them.</summary>
    public static (int Keys, int Groups) SharedKeys(in AttentionPlan plan, int firstRow)
    {
        int keys = firstRow < plan.PaddedPrefix ? firstRow + AttentionPlan.BlockRows : plan.Prefix;
        return (keys, (keys + AttentionPlan.Lanes - 1) / AttentionPlan.Lanes);
    }

    /// <summary>The row at which the own segment of a row starts, and how many of its keys the row sees.</summary>
    public static (int Start, int Count) OwnKeys(in AttentionPlan plan, int row)
    {
        if (row < plan.PaddedPrefix)
        {
            return (0, 0);
        }
        int segmentToken = row - plan.PaddedPrefix;
        int within = segmentToken % plan.SegmentLength;
        return (row - within, within + 1);
    }
}
