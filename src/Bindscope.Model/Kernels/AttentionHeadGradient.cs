namespace Bindscope.Model.Kernels;

/// <summary>The gradients of one head of one sequence in scratch memory, arranged as <see cref="AttentionHead"/> arranges the values.</summary>
internal readonly unsafe struct AttentionHeadGradient
{
    private readonly AttentionPlan plan;

    /// <summary>Takes the memory.</summary>
    public AttentionHeadGradient(in AttentionPlan plan, Scratch scratch)
    {
        this.plan = plan;
        int rows = plan.Rows * plan.PaddedWidth;
        Output = scratch.Take(rows);
        OutputBlocks = scratch.Take(rows);
        Queries = scratch.Take(rows);
        Keys = scratch.Take(rows);
        Values = scratch.Take(rows);
        ValuesTransposed = scratch.Take(plan.PaddedWidth * plan.Columns);
        Probabilities = scratch.Take(AttentionPlan.BlockRows * plan.ScoreStride);
        Scores = scratch.Take(AttentionPlan.BlockRows * plan.ScoreStride);
    }

    /// <summary>Scratch that one head's gradients need, in floats.</summary>
    public static nuint Floats(in AttentionPlan plan) =>
        (nuint)(5 * plan.Rows * plan.PaddedWidth + plan.PaddedWidth * plan.Columns + 2 * AttentionPlan.BlockRows * plan.ScoreStride);

    /// <summary>[rows, padded width]: the gradient of the mixed values, given.</summary>
    public float* Output { get; }

    /// <summary>[rows / 8, padded width, 8]: the same, each block of eight rows transposed.</summary>
    public float* OutputBlocks { get; }

    /// <summary>[rows, padded width]: gradients of the rotated queries, keys and values.</summary>
    public float* Queries { get; }

    public float* Keys { get; }

    public float* Values { get; }

    /// <summary>[padded width, columns].</summary>
    public float* ValuesTransposed { get; }

    /// <summary>[8, score stride]: one block's probabilities.</summary>
    public float* Probabilities { get; }

    /// <summary>[8, score stride]: gradients of one block's probabilities, then of its scores in base e.</summary>
    public float* Scores { get; }

    /// <summary>Reads the gradient of one head's output and clears what will be added up.</summary>
    /// <param name="outputGradient">The head's first float; tokens follow at distances of H*K.</param>
    /// <param name="head">The head's values, already loaded.</param>
    public void Load(float* outputGradient, in AttentionHead head)
    {
        for (int token = 0; token < plan.Tokens; token++)
        {
            nint row = (nint)plan.RowOf(token) * plan.PaddedWidth;
            AttentionHead.Copy(outputGradient + (nint)token * plan.OutputStride, Output + row, plan.Width);
        }
        for (int row = 0; row < plan.Rows; row += AttentionPlan.BlockRows)
        {
            nint block = (nint)row * plan.PaddedWidth;
            Lanes.TransposeEightRows(Output + block, plan.PaddedWidth, plan.PaddedWidth, OutputBlocks + block, AttentionPlan.BlockRows);
            Lanes.TransposeEightRows(head.Values + block, plan.PaddedWidth, plan.PaddedWidth, ValuesTransposed + row, plan.Columns);
        }
        new Span<float>(Keys, plan.Rows * plan.PaddedWidth).Clear();
        new Span<float>(Values, plan.Rows * plan.PaddedWidth).Clear();
    }

    /// <summary>Turns the gradients back and writes them beside each other, as the input has them.</summary>
    /// <param name="inputGradient">The head's first query.</param>
    /// <param name="cosine">[T, K/2].</param>
    /// <param name="sine">[T, K/2].</param>
    /// <param name="keyScale">Takes the base-two scale of the queries out of the keys' gradient.</param>
    public void Store(float* inputGradient, float* cosine, float* sine, float keyScale)
    {
        int half = plan.Width / 2;
        float queryScale = 1 / MathF.Sqrt(plan.Width);
        for (int token = 0; token < plan.Tokens; token++)
        {
            float* target = inputGradient + (nint)token * plan.InputStride;
            nint row = (nint)plan.RowOf(token) * plan.PaddedWidth;
            Rotary.Turn(Queries + row, cosine + token * half, sine + token * half, half, -1, queryScale, target);
            Rotary.Turn(Keys + row, cosine + token * half, sine + token * half, half, -1, keyScale, target + plan.OutputStride);
            AttentionHead.Copy(Values + row, target + 2 * plan.OutputStride, plan.Width);
        }
    }
}
