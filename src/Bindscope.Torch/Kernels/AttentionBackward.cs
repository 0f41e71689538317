using System.Runtime.CompilerServices;

namespace Bindscope.Torch.Kernels;

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
            Lanes.Fetch(input + (nint)b * plan.Tokens * plan.InputStride, (nint)plan.Tokens * plan.InputStride);
            Lanes.Fetch(outputGradient + (nint)b * plan.Tokens * plan.OutputStride, (nint)plan.Tokens * plan.OutputStride);
            Lanes.Fetch(inputGradient + (nint)b * plan.Tokens * plan.InputStride, (nint)plan.Tokens * plan.InputStride);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(
        in AttentionPlan plan, in AttentionHead head, in AttentionHeadGradient gradient, AttentionBlock block, float* statistics)
    {
        float* probabilities = gradient.Probabilities;
        float* scores = gradient.Scores;
        AttentionForward.Scores(plan, head, block, probabilities);
        AttentionForward.Products(plan, block, gradient.OutputBlocks, head.Values, scores);
        AttentionSoftmax.Backward(probabilities, scores, block.Scores, statistics);
        nint first = (nint)block.FirstRow * plan.PaddedWidth;
        AttentionForward.Mix(plan, block, scores, head.Keys, gradient.Queries + first);
        Spread(plan, block, scores, head.Queries + first, gradient.Keys);
        Spread(plan, block, probabilities, gradient.Output + first, gradient.Values);
    }

    /// <summary>Adds to every row that a block meets, [rows, width], the weighted sum of the block's rows, [16, width].</summary>
    private static void Spread(in AttentionPlan plan, AttentionBlock block, float* weights, float* blockRows, float* rows)
    {
        float* own = rows + (nint)block.OwnFirst * plan.PaddedWidth;
        float* ownWeights = weights + block.SharedCount * AttentionPlan.BlockRows;
        for (int column = 0; column < plan.PaddedWidth; column += AttentionPlan.BlockRows)
        {
            AttentionTiles.Spread(weights, blockRows + column, plan.PaddedWidth, block.SharedCount, rows + column);
            if (block.OwnCount > 0)
            {
                AttentionTiles.Spread(ownWeights, blockRows + column, plan.PaddedWidth, block.OwnCount, own + column);
            }
        }
    }
}
