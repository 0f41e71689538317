using System.Runtime.Intrinsics;

namespace Bindscope.Model.Kernels;

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
        int mixed = AttentionPlan.BlockRows * plan.PaddedWidth;
        Scratch scratch = Scratch.Rent(AttentionHead.Floats(plan) + plan.StatisticsFloats + plan.ScoreFloats + mixed);
        var head = new AttentionHead(plan, scratch);
        float* unread = scratch.Take(plan.StatisticsFloats);
        float* blockScores = scratch.Take(plan.ScoreFloats);
        float* blockMixed = scratch.Take(mixed);
        for (int b = 0; b < plan.Batch; b++)
        {
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

    private static void Block(
        in AttentionPlan plan, in AttentionHead head, AttentionBlock block, float* scores, float* mixed, float* output, float* statistics)
    {
        Scores(plan, head, block, scores);
        AttentionSoftmax.Exponentials(scores, block.Scores, statistics);
        for (int column = 0; column < plan.PaddedWidth; column += AttentionPlan.BlockRows)
        {
            AttentionTiles.Mix(scores, head.Values + column, plan.PaddedWidth, block.Keys, mixed + column);
        }
        int rows = Math.Min(AttentionPlan.BlockRows, plan.Tokens - block.FirstRow);
        for (int r = block.FirstOwnRow; r < rows; r++)
        {
            (int start, int count) = block.Own(r);
            for (int slot = 0; slot < count; slot++)
            {
                float weight = scores[(block.Keys + slot) * AttentionPlan.BlockRows + r];
                float* value = head.Values + (nint)(start + slot) * plan.PaddedWidth;
                AttentionTiles.AddScaled(mixed + r * plan.PaddedWidth, weight, value, plan.PaddedWidth);
            }
        }
        for (int r = 0; r < rows; r++)
        {
            float* row = mixed + r * plan.PaddedWidth;
            Scale(row, statistics[AttentionPlan.BlockRows + r], output + (nint)(block.FirstRow + r) * plan.OutputStride, plan.Width);
        }
    }

    /// <summary>A block's scores in base two, masked.</summary>
    internal static void Scores(in AttentionPlan plan, in AttentionHead head, AttentionBlock block, float* scores)
    {
        Products(plan, head, block, head.QueryBlocks, head.Keys, scores);
        AttentionSoftmax.Mask(block, scores);
    }

    /// <summary>Products of a block of rows, given as [blocks, width, 16], with every row that they see, given as [rows, width].</summary>
    internal static void Products(
        in AttentionPlan plan, in AttentionHead head, AttentionBlock block, float* blocks, float* rows, float* products)
    {
        float* left = blocks + (nint)block.FirstRow * plan.PaddedWidth;
        AttentionTiles.Products(left, rows, plan.PaddedWidth, plan.Width, block.Keys, products);
        if (block.Slots > 0)
        {
            head.Gather(block, rows);
            float* own = products + block.Keys * AttentionPlan.BlockRows;
            AttentionTiles.OwnProducts(left, head.OwnKeys, plan.PaddedWidth, block.Slots, own);
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
