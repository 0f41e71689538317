namespace Bindscope.Model.Kernels;

/// <summary>
/// Gradient of <see cref="AttentionForward"/> with respect to its input. The probabilities are computed again from each row's saved
/// statistics: that costs less than writing and reading them.
/// </summary>
internal static unsafe class AttentionBackward
{
    /// <summary>Computes the gradient of the input.</summary>
    /// <param name="plan">The sizes.</param>
    /// <param name="input">[B, T, 3*H*K], as it was in the forward pass.</param>
    /// <param name="cosine">[T, K/2].</param>
    /// <param name="sine">[T, K/2].</param>
    /// <param name="statistics">[B, H, blocks, 2, 16], from the forward pass.</param>
    /// <param name="outputGradient">[B, T, H*K].</param>
    /// <param name="inputGradient">[B, T, 3*H*K]; overwritten.</param>
    public static void Run(
        in AttentionPlan plan, float* input, float* cosine, float* sine, float* statistics, float* outputGradient, float* inputGradient)
    {
        Scratch scratch = Scratch.Rent(AttentionHead.Floats(plan) + AttentionHeadGradient.Floats(plan));
        var head = new AttentionHead(plan, scratch);
        var gradient = new AttentionHeadGradient(plan, scratch);
        for (int b = 0; b < plan.Batch; b++)
        {
            for (int h = 0; h < plan.Heads; h++)
            {
                nint inputStart = (nint)b * plan.Tokens * plan.InputStride + h * plan.Width;
                head.Load(input + inputStart, cosine, sine);
                gradient.Load(outputGradient + (nint)b * plan.Tokens * plan.OutputStride + h * plan.Width);
                float* headStatistics = statistics + ((nint)b * plan.Heads + h) * plan.StatisticsFloats;
                foreach (AttentionBlock block in plan.Blocks)
                {
                    Block(plan, head, gradient, block, headStatistics + 2 * block.FirstRow);
                }
                gradient.Store(inputGradient + inputStart, cosine, sine);
            }
        }
    }

    private static void Block(
        in AttentionPlan plan, in AttentionHead head, in AttentionHeadGradient gradient, AttentionBlock block, float* statistics)
    {
        float* probabilities = gradient.Probabilities;
        float* scores = gradient.Scores;
        AttentionForward.Scores(plan, head, block, probabilities);
        AttentionForward.Products(plan, head, block, gradient.OutputBlocks, head.Values, scores);
        AttentionSoftmax.Backward(probabilities, scores, block.Scores, statistics);
        int width = plan.PaddedWidth;
        nint first = (nint)block.FirstRow * width;
        for (int column = 0; column < width; column += AttentionPlan.BlockRows)
        {
            AttentionTiles.Mix(scores, head.Keys + column, width, block.Keys, gradient.Queries + first + column);
            AttentionTiles.Spread(scores, head.Queries + first + column, width, block.Keys, gradient.Keys + column);
            AttentionTiles.Spread(probabilities, gradient.Output + first + column, width, block.Keys, gradient.Values + column);
        }
        int rows = Math.Min(AttentionPlan.BlockRows, plan.Tokens - block.FirstRow);
        for (int r = block.FirstOwnRow; r < rows; r++)
        {
            Own(plan, head, gradient, block, r);
        }
    }

    /// <summary>The part of one row's own segment.</summary>
    private static void Own(
        in AttentionPlan plan, in AttentionHead head, in AttentionHeadGradient gradient, AttentionBlock block, int r)
    {
        int width = plan.PaddedWidth;
        nint row = (nint)(block.FirstRow + r) * width;
        (int start, int count) = block.Own(r);
        for (int slot = 0; slot < count; slot++)
        {
            nint key = (nint)(start + slot) * width;
            int cell = (block.Keys + slot) * AttentionPlan.BlockRows + r;
            AttentionTiles.AddScaled(gradient.Queries + row, gradient.Scores[cell], head.Keys + key, width);
            AttentionTiles.AddScaled(gradient.Keys + key, gradient.Scores[cell], head.Queries + row, width);
            AttentionTiles.AddScaled(gradient.Values + key, gradient.Probabilities[cell], gradient.Output + row, width);
        }
    }
}
