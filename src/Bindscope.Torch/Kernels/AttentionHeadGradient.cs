using System.Runtime.CompilerServices;

namespace Bindscope.Torch.Kernels;

/// <summary>
/// The gradients of one head of one sequence in scratch memory, arranged as <see cref="AttentionHead"/> arranges the values.
/// </summary>
internal readonly unsafe struct AttentionHeadGradient
{
    private readonly AttentionPlan plan;

    /// <summary>Takes the memory.</summary>
    public AttentionHeadGradient(in AttentionPlan plan, Scratch scratch)
    {
        this.plan = plan;
        Output = scratch.Take(plan.RowFloats);
        OutputBlocks = scratch.Take(plan.RowFloats);
        Queries = scratch.Take(plan.RowFloats);
        Keys = scratch.Take(plan.RowFloats);
        Values = scratch.Take(plan.RowFloats);
        Probabilities = scratch.Take(plan.ScoreFloats);
        Scores = scratch.Take(plan.ScoreFloats);
    }

    /// <summary>Scratch that one head's gradients need, in floats.</summary>
    public static int Floats(in AttentionPlan plan) => 5 * plan.RowFloats + 2 * plan.ScoreFloats;

    /// <summary>[rows, padded width]: the gradient of the mixed values, given.</summary>
    public float* Output { get; }

    /// <summary>[blocks, padded width, 16]: the same, each block transposed.</summary>
    public float* OutputBlocks { get; }

    /// <summary>[rows, padded width]: gradients of the rotated queries, keys and values.</summary>
    public float* Queries { get; }

    public float* Keys { get; }

    public float* Values { get; }

    /// <summary>[most scores, 16]: one block's scores, then its probabilities.</summary>
    public float* Probabilities { get; }

    /// <summary>[most scores, 16]: gradients of one block's probabilities, then of its scores in base e.</summary>
    public float* Scores { get; }

    /// <summary>Reads the gradient of one head's output and clears what will be added up.</summary>
    /// <param name="outputGradient">The head's first float; tokens follow at distances of H*K.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(float* outputGradient)
    {
        for (int token = 0; token < plan.Tokens; token++)
        {
            Lanes.Copy(outputGradient + (nint)token * plan.OutputStride, Output + (nint)token * plan.PaddedWidth, plan.Width);
        }
        AttentionHead.TransposeBlocks(plan, Output, OutputBlocks);
        new Span<float>(Queries, plan.RowFloats).Clear();
        new Span<float>(Keys, plan.RowFloats).Clear();
        new Span<float>(Values, plan.RowFloats).Clear();
    }

    /// <summary>Turns the gradients back and writes them beside each other, as the input has them.</summary>
    /// <param name="inputGradient">The head's first query.</param>
    /// <param name="cosine">[T, K/2].</param>
    /// <param name="sine">[T, K/2].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Store(float* inputGradient, float* cosine, float* sine)
    {
        int half = plan.Width / 2;
        float queryScale = 1 / MathF.Sqrt(plan.Width);
        // The queries that the keys' gradient was made of are scaled for base two.
        float keyScale = MathF.Log(2);
        for (int token = 0; token < plan.Tokens; token++)
        {
            float* target = inputGradient + (nint)token * plan.InputStride;
            nint row = (nint)token * plan.PaddedWidth;
            Rotary.Turn(Queries + row, cosine + token * half, sine + token * half, half, -1, queryScale, target);
            Rotary.Turn(Keys + row, cosine + token * half, sine + token * half, half, -1, keyScale, target + plan.OutputStride);
            Lanes.Copy(Values + row, target + 2 * plan.OutputStride, plan.Width);
        }
    }
}
