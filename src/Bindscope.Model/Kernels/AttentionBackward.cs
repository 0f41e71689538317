namespace Bindscope.Model.Kernels;

/// <summary>
/// Gradient of <see cref="AttentionForward"/> with respect to its input. The probabilities are computed again from each row's saved
/// statistics: that costs less than writing and reading them.
/// </summary>
internal static unsafe class AttentionBackward
{
    private static readonly float NaturalLogarithmOfTwo = (float)Math.Log(2);

    /// <summary>Computes the gradient of the input.</summary>
    /// <param name="plan">The sizes.</param>
    /// <param name="input">[B, T, 3*H*K], as it was in the forward pass.</param>
    /// <param name="cosine">[T, K/2].</param>
    /// <param name="sine">[T, K/2].</param>
    /// <param name="statistics">[B, H, T, 2], from the forward pass.</param>
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
                nint outputStart = (nint)b * plan.Tokens * plan.OutputStride + h * plan.Width;
                head.Load(input + inputStart, cosine, sine);
                gradient.Load(outputGradient + outputStart, head);
                float* headStatistics = statistics + ((nint)b * plan.Heads + h) * plan.Tokens * 2;
                for (int row = 0; row < plan.Rows; row += AttentionPlan.BlockRows)
                {
                    Block(plan, head, gradient, row, headStatistics);
                }
                gradient.Store(inputGradient + inputStart, cosine, sine, NaturalLogarithmOfTwo);
            }
        }
    }

    private static void Block(in AttentionPlan plan, in AttentionHead head, in AttentionHeadGradient gradient, int firstRow, float* statistics)
    {
        float* probabilities = gradient.Probabilities;
        float* scores = gradient.Scores;
        AttentionForward.Scores(plan, head, firstRow, probabilities);
        AttentionForward.Products(plan, firstRow, gradient.OutputBlocks, gradient.ValuesTransposed, scores);
        (int sharedKeys, int sharedGroups) = AttentionHead.SharedKeys(plan, firstRow);
        for (int r = 0; r < AttentionPlan.BlockRows; r++)
        {
            int token = plan.TokenOf(firstRow + r);
            // An empty row: nothing sees its zeros, and probabilities of zero let it change nothing.
            (float maximum, float inverseSum) = token < 0 ? (0, 0) : (statistics[2 * token], statistics[2 * token + 1]);
            AttentionSoftmax softmax = AttentionForward.SoftmaxOf(plan, firstRow + r, sharedGroups);
            softmax.Probabilities(probabilities + r * plan.ScoreStride, maximum, inverseSum);
            softmax.Backward(probabilities + r * plan.ScoreStride, scores + r * plan.ScoreStride);
        }
        nint block = (nint)firstRow * plan.PaddedWidth;
        for (int column = 0; column < plan.PaddedWidth; column += AttentionPlan.Lanes)
        {
            var tile = new AttentionGradientTile(plan.PaddedWidth, plan.ScoreStride, sharedKeys);
            tile.AddQueryGradients(scores, head.Keys + column, gradient.Queries + block + column);
            tile.AddKeyGradients(scores, head.Queries + block + column, gradient.Keys + column);
            tile.AddKeyGradients(probabilities, gradient.Output + block + column, gradient.Values + column);
        }
        if (firstRow >= plan.PaddedPrefix)
        {
            OwnKeys(plan, head, gradient, firstRow);
        }
    }

    private static void OwnKeys(in AttentionPlan plan, in AttentionHead head, in AttentionHeadGradient gradient, int firstRow)
    {
        int width = plan.PaddedWidth;
        for (int r = 0; r < AttentionPlan.BlockRows && plan.TokenOf(firstRow + r) >= 0; r++)
        {
            nint row = (nint)(firstRow + r) * width;
            nint cell = (nint)r * plan.ScoreStride + plan.OwnScores;
            (int start, int count) = AttentionHead.OwnKeys(plan, firstRow + r);
            for (int j = 0; j < count; j++)
            {
                nint key = (nint)(start + j) * width;
                float score = gradient.Scores[cell + j];
                AttentionTiles.AddScaled(gradient.Queries + row, score, head.Keys + key, width);
                AttentionTiles.AddScaled(gradient.Keys + key, score, head.Queries + row, width);
                AttentionTiles.AddScaled(gradient.Values + key, gradient.Probabilities[cell + j], gradient.Output + row, width);
            }
        }
    }
}
