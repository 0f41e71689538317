using System.Runtime.CompilerServices;

namespace Bindscope.Torch.Kernels;

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
        Queries = scratch.Take(plan.RowFloats);
        Keys = scratch.Take(plan.RowFloats);
        Values = scratch.Take(plan.RowFloats);
        QueryBlocks = scratch.Take(plan.RowFloats);
    }

    /// <summary>Scratch that one head needs, in floats.</summary>
    public static int Floats(in AttentionPlan plan) => 4 * plan.RowFloats;

    /// <summary>[rows, padded width]: rotated and scaled by log2(e)/sqrt(K).</summary>
    public float* Queries { get; }

    /// <summary>[rows, padded width]: rotated.</summary>
    public float* Keys { get; }

    /// <summary>[rows, padded width].</summary>
    public float* Values { get; }

    /// <summary>[blocks, padded width, 16]: the queries, each block transposed.</summary>
    public float* QueryBlocks { get; }

    /// <summary>Reads one head of one sequence and rotates it.</summary>
    /// <param name="input">The head's first query: q, k, v follow at distances of H*K, tokens at distances of 3*H*K.</param>
    /// <param name="cosine">[T, K/2].</param>
    /// <param name="sine">[T, K/2].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(float* input, float* cosine, float* sine)
    {
        int half = plan.Width / 2;
        for (int token = 0; token < plan.Tokens; token++)
        {
            float* source = input + (nint)token * plan.InputStride;
            nint row = (nint)token * plan.PaddedWidth;
            Rotary.Turn(source, cosine + token * half, sine + token * half, half, 1, scoreScale, Queries + row);
            Rotary.Turn(source + plan.OutputStride, cosine + token * half, sine + token * half, half, 1, 1, Keys + row);
            Lanes.Copy(source + 2 * plan.OutputStride, Values + row, plan.Width);
        }
        TransposeBlocks(plan, Queries, QueryBlocks);
    }

    /// <summary>Transposes [rows, padded width] into [blocks, padded width, 16].</summary>
    public static void TransposeBlocks(in AttentionPlan plan, float* rows, float* blocks)
    {
        const int Half = AttentionPlan.BlockRows / 2;
        int width = plan.PaddedWidth;
        for (int block = 0; block < plan.Blocks.Length; block++)
        {
            Lanes.TransposeEightRows(rows, width, width, blocks, AttentionPlan.BlockRows);
            Lanes.TransposeEightRows(rows + Half * width, width, width, blocks + Half, AttentionPlan.BlockRows);
            rows += plan.BlockFloats;
            blocks += plan.BlockFloats;
        }
    }
}
