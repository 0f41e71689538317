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
    /// <param name="statistics">[B, H, T, 2], receives each row's largest score and one over its sum; null where nobody needs them.</param>
    public static void Run(in AttentionPlan plan, float* input, float* cosine, float* sine, float* output, float* statistics)
    {
        int scores = AttentionPlan.BlockRows * plan.ScoreStride;
        int mixed = AttentionPlan.BlockRows * plan.PaddedWidth;
        Scratch scratch = Scratch.Rent(AttentionHead.Floats(plan) + (nuint)(scores + mixed));
        var head = new AttentionHead(plan, scratch);
        float* blockScores = scratch.Take(scores);
        float* blockMixed = scratch.Take(mixed);
        for (int b = 0; b < plan.Batch; b++)
        {
            for (int h = 0; h < plan.Heads; h++)
            {
                head.Load(input + (nint)b * plan.Tokens * plan.InputStride + h * plan.Width, cosine, sine);
                float* headOutput = output + (nint)b * plan.Tokens * plan.OutputStride + h * plan.Width;
                float* headStatistics = statistics == null ? null : statistics + ((nint)b * plan.Heads + h) * plan.Tokens * 2;
                for (int row = 0; row < plan.Rows; row += AttentionPlan.BlockRows)
                {
                    Block(plan, head, row, blockScores, blockMixed, headOutput, headStatistics);
                }
            }
        }
    }

    private static void Block(
        in AttentionPlan plan, in AttentionHead head, int firstRow, float* scores, float* mixed, float* output, float* statistics)
    {
        Scores(plan, head, firstRow, scores);
        (int sharedKeys, int sharedGroups) = AttentionHead.SharedKeys(plan, firstRow);
        float* inverseSums = stackalloc float[AttentionPlan.BlockRows];
        for (int r = 0; r < AttentionPlan.BlockRows; r++)
        {
            AttentionSoftmax softmax = SoftmaxOf(plan, firstRow + r, sharedGroups);
            (float maximum, inverseSums[r]) = softmax.Exponentials(scores + r * plan.ScoreStride);
            int token = plan.TokenOf(firstRow + r);
            if (statistics != null && token >= 0)
            {
                statistics[2 * token] = maximum;
                statistics[2 * token + 1] = inverseSums[r];
            }
        }
        for (int column = 0; column < plan.PaddedWidth; column += AttentionPlan.Lanes)
        {
            AttentionTiles.Mix(scores, plan.ScoreStride, head.Values + column, plan.PaddedWidth, sharedKeys, mixed + column);
        }
        for (int r = 0; r < AttentionPlan.BlockRows; r++)
        {
            int token = plan.TokenOf(firstRow + r);
            if (token < 0)
            {
                continue;
            }
            float* row = mixed + r * plan.PaddedWidth;
            (int ownStart, int ownCount) = AttentionHead.OwnKeys(plan, firstRow + r);
            for (int j = 0; j < ownCount; j++)
            {
                float weight = scores[r * plan.ScoreStride + plan.OwnScores + j];
                AttentionTiles.AddScaled(row, weight, head.Values + (nint)(ownStart + j) * plan.PaddedWidth, plan.PaddedWidth);
            }
            float* target = output + (nint)token * plan.OutputStride;
            int column = 0;
            for (; column + AttentionPlan.Lanes <= plan.Width; column += AttentionPlan.Lanes)
            {
                (Vector512.Load(row + column) * inverseSums[r]).Store(target + column);
            }
            for (; column < plan.Width; column++)
            {
                target[column] = row[column] * inverseSums[r];
            }
        }
    }

    /// <summary>The scores of a block of queries, masked cells included where they share a vector with visible ones.</summary>
    internal static void Scores(in AttentionPlan plan, in AttentionHead head, int firstRow, float* scores) =>
        Products(plan, firstRow, head.QueryBlocks, head.KeysTransposed, scores);

    /// <summary>Products of a block of rows, given as [rows/8, width, 8], with every row that they see, given as [width, columns].</summary>
    internal static void Products(in AttentionPlan plan, int firstRow, float* blocks, float* transposed, float* products)
    {
        float* block = blocks + (nint)firstRow * plan.PaddedWidth;
        (_, int sharedGroups) = AttentionHead.SharedKeys(plan, firstRow);
        AttentionTiles.Products(block, transposed, plan.Columns, plan.Width, sharedGroups, products, plan.ScoreStride);
        if (firstRow < plan.PaddedPrefix)
        {
            return;
        }
        for (int r = 0; r < AttentionPlan.BlockRows; r++)
        {
            (int start, int count) = AttentionHead.OwnKeys(plan, firstRow + r);
            float* own = products + r * plan.ScoreStride + plan.OwnScores;
            int groups = (count + AttentionPlan.Lanes - 1) / AttentionPlan.Lanes;
            AttentionTiles.ProductsOfOneRow(block + r, transposed + start, plan.Columns, plan.Width, groups, own);
        }
    }

    internal static AttentionSoftmax SoftmaxOf(in AttentionPlan plan, int row, int sharedGroups)
    {
        int sharedKeys = row < plan.PaddedPrefix ? row + 1 : plan.Prefix;
        (_, int ownCount) = AttentionHead.OwnKeys(plan, row);
        return new AttentionSoftmax(sharedKeys, sharedGroups, plan.OwnScores, ownCount);
    }
}
