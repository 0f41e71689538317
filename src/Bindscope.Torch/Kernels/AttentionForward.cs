using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bindscope.Torch.Kernels;

/// <summary>Rotary embedding and masked softmax attention of every head of every sequence, one head at a time in scratch memory.</summary>
internal static unsafe class AttentionForward
{
    /// <summary>Computes the mixed values.</summary>
    /// <param name="plan">The sizes.</param>
    /// <param name="input">[B, T, 3*H*K].</param>
    /// <param name="cosine">[T, K/2].</param>
    /// <param name="sine">[T, K/2].</param>
    /// <param name="output">[B, T, H*K].</param>
    /// <param name="statistics">[B, H, blocks, 2, 16], receives what the backward pass needs; null where there will be none.</param>
    public static void Run(in AttentionPlan plan, float* input, float* cosine, float* sine, float* output, float* statistics)
    {
        Scratch scratch = Scratch.Rent(AttentionHead.Floats(plan) + plan.StatisticsFloats + plan.ScoreFloats + plan.BlockFloats);
        var head = new AttentionHead(plan, scratch);
        float* unread = scratch.Take(plan.StatisticsFloats);
        float* blockScores = scratch.Take(plan.ScoreFloats);
        float* blockMixed = scratch.Take(plan.BlockFloats);
        for (int b = 0; b < plan.Batch; b++)
        {
            Lanes.Fetch(input + (nint)b * plan.Tokens * plan.InputStride, (nint)plan.Tokens * plan.InputStride);
            for (int h = 0; h < plan.Heads; h++)
            {
                head.Load(input + (nint)b * plan.Tokens * plan.InputStride + h * plan.Width, cosine, sine);
                float* headOutput = output + (nint)b * plan.Tokens * plan.OutputStride + h * plan.Width;
                float* headStatistics = statistics == null ? unread : statistics + ((nint)b * plan.Heads + h) * plan.StatisticsFloats;
                foreach (AttentionBlock block in plan.Blocks)
                {
                    Block(plan, head, block, blockScores, blockMixed, headOutput, headStatistics + 2 * block.FirstRow);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(
        in AttentionPlan plan, in AttentionHead head, AttentionBlock block, float* scores, float* mixed, float* output, float* statistics)
    {
        Scores(plan, head, block, scores);
        AttentionSoftmax.Exponentials(scores, block.Scores, statistics);
        new Span<float>(mixed, plan.BlockFloats).Clear();
        Mix(plan, block, scores, head.Values, mixed);
        int rows = Math.Min(AttentionPlan.BlockRows, plan.Tokens - block.FirstRow);
        for (int r = 0; r < rows; r++)
        {
            float* row = mixed + r * plan.PaddedWidth;
            Scale(row, statistics[AttentionPlan.BlockRows + r], output + (nint)(block.FirstRow + r) * plan.OutputStride, plan.Width);
        }
    }

    /// <summary>A block's scores in base two, masked.</summary>
    internal static void Scores(in AttentionPlan plan, in AttentionHead head, AttentionBlock block, float* scores)
    {
        Products(plan, block, head.QueryBlocks, head.Keys, scores);
        block.Mask(scores, AttentionSoftmax.Masked);
    }

    /// <summary>Products of a block of rows, given as [blocks, width, 16], with every row that it meets, given as [rows, width].</summary>
    internal static void Products(in AttentionPlan plan, AttentionBlock block, float* blocks, float* rows, float* products)
    {
        float* left = blocks + (nint)block.FirstRow * plan.PaddedWidth;
        float* own = rows + (nint)block.OwnFirst * plan.PaddedWidth;
        AttentionTiles.Products(left, rows, plan.PaddedWidth, plan.Width, block.SharedCount, products);
        products += block.SharedCount * AttentionPlan.BlockRows;
        AttentionTiles.Products(left, own, plan.PaddedWidth, plan.Width, block.OwnCount, products);
    }

    /// <summary>Adds to each row of a block, [16, width], the weighted sum of the rows that it meets, given as [rows, width].</summary>
    internal static void Mix(in AttentionPlan plan, AttentionBlock block, float* weights, float* rows, float* mixed)
    {
        float* own = rows + (nint)block.OwnFirst * plan.PaddedWidth;
        float* ownWeights = weights + block.SharedCount * AttentionPlan.BlockRows;
        for (int column = 0; column < plan.PaddedWidth; column += AttentionPlan.BlockRows)
        {
            AttentionTiles.Mix(weights, rows + column, plan.PaddedWidth, block.SharedCount, mixed + column);
            if (block.OwnCount > 0)
            {
                AttentionTiles.Mix(ownWeights, own + column, plan.PaddedWidth, block.OwnCount, mixed + column);
            }
        }
    }

    private static void Scale(float* row, float factor, float* target, int width)
    {
        int column = 0;
        for (; column + Vector512<float>.Count <= width; column += Vector512<float>.Count)
        {
            (Vector512.Load(row + column) * factor).Store(target + column);
        }
        for (; column < width; column++)
        {
            target[column] = row[column] * factor;
        }
    }
}
