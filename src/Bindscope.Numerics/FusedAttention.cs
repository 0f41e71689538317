using System.Runtime.CompilerServices;

namespace Bindscope.Numerics;

/// <summary>
/// Rotary position embedding and masked softmax attention in one pass over each head, with its gradient. One head of one sequence at a time
/// is loaded, rotated, attended and stored: at 27 to 90 tokens it fits into the first-level cache. Masked cells are not computed (except in
/// the last group of a row).
/// </summary>
internal static unsafe class FusedAttention
{
    /// <summary>Mixed values of every head.</summary>
    /// <param name="plan">The sizes.</param>
    /// <param name="sequences">B.</param>
    /// <param name="input">[B, T, 3*H*K]: queries, keys, values, each with head 1 first.</param>
    /// <param name="cosine">[T, K/2].</param>
    /// <param name="sine">[T, K/2].</param>
    /// <param name="output">[B, T, H*K].</param>
    /// <param name="statistics">[B, H, statistics], receives what <see cref="Backward"/> needs; null where there will be none.</param>
    internal static void Forward(
        AttentionPlan plan, int sequences, float* input, float* cosine, float* sine, float* output, float* statistics)
    {
        if (Lanes.Is512)
        {
            FusedAttention<Lane512>.Forward(plan, sequences, input, cosine, sine, output, statistics);
        }
        else if (Lanes.Is256)
        {
            FusedAttention<Lane256>.Forward(plan, sequences, input, cosine, sine, output, statistics);
        }
        else
        {
            FusedAttention<Lane128>.Forward(plan, sequences, input, cosine, sine, output, statistics);
        }
    }

    /// <summary>
    /// The gradient of the input. The probabilities are computed again from each query's saved statistics: that costs less than writing and
    /// reading them.
    /// </summary>
    /// <param name="plan">The sizes.</param>
    /// <param name="sequences">B.</param>
    /// <param name="input">[B, T, 3*H*K], as it was in the forward pass.</param>
    /// <param name="cosine">[T, K/2].</param>
    /// <param name="sine">[T, K/2].</param>
    /// <param name="statistics">[B, H, statistics], from the forward pass.</param>
    /// <param name="outputGradient">[B, T, H*K].</param>
    /// <param name="inputGradient">[B, T, 3*H*K]; overwritten.</param>
    internal static void Backward(
        AttentionPlan plan, int sequences, float* input, float* cosine, float* sine, float* statistics, float* outputGradient,
        float* inputGradient)
    {
        if (Lanes.Is512)
        {
            FusedAttention<Lane512>.Backward(plan, sequences, input, cosine, sine, statistics, outputGradient, inputGradient);
        }
        else if (Lanes.Is256)
        {
            FusedAttention<Lane256>.Backward(plan, sequences, input, cosine, sine, statistics, outputGradient, inputGradient);
        }
        else
        {
            FusedAttention<Lane128>.Backward(plan, sequences, input, cosine, sine, statistics, outputGradient, inputGradient);
        }
    }
}

/// <summary>The same for lanes of one width.</summary>
internal static unsafe class FusedAttention<TLane>
    where TLane : struct, ILane<TLane>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward(
        AttentionPlan plan, int sequences, float* input, float* cosine, float* sine, float* output, float* statistics)
    {
        Scratch scratch = Scratch.Rent(AttentionHead<TLane>.Floats(plan) + plan.StatisticsFloats + plan.ScoreFloats + plan.BlockFloats);
        var head = new AttentionHead<TLane>(plan, scratch);
        float* unread = scratch.Take(plan.StatisticsFloats);
        float* scores = scratch.Take(plan.ScoreFloats);
        float* mixed = scratch.Take(plan.BlockFloats);
        for (int b = 0; b < sequences; b++)
        {
            for (int h = 0; h < plan.Heads; h++)
            {
                head.Load(input + ((nint)b * plan.Tokens * plan.InputStride) + (h * plan.Width), cosine, sine);
                float* headOutput = output + ((nint)b * plan.Tokens * plan.OutputStride) + (h * plan.Width);
                float* headStatistics = statistics is null ? unread : statistics + ((((nint)b * plan.Heads) + h) * plan.StatisticsFloats);
                foreach (ref readonly AttentionBlock block in plan.Blocks.AsSpan())
                {
                    Forward(plan, head, block, scores, mixed, headOutput, headStatistics + (2 * block.FirstRow));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward(
        AttentionPlan plan, int sequences, float* input, float* cosine, float* sine, float* statistics, float* outputGradient,
        float* inputGradient)
    {
        Scratch scratch = Scratch.Rent(AttentionHead<TLane>.Floats(plan) + AttentionHeadGradient<TLane>.Floats(plan));
        var head = new AttentionHead<TLane>(plan, scratch);
        var gradient = new AttentionHeadGradient<TLane>(plan, scratch);
        for (int b = 0; b < sequences; b++)
        {
            for (int h = 0; h < plan.Heads; h++)
            {
                nint start = ((nint)b * plan.Tokens * plan.InputStride) + (h * plan.Width);
                head.Load(input + start, cosine, sine);
                gradient.Load(outputGradient + ((nint)b * plan.Tokens * plan.OutputStride) + (h * plan.Width));
                float* headStatistics = statistics + ((((nint)b * plan.Heads) + h) * plan.StatisticsFloats);
                foreach (ref readonly AttentionBlock block in plan.Blocks.AsSpan())
                {
                    Backward(plan, head, gradient, block, headStatistics + (2 * block.FirstRow));
                }

                gradient.Store(inputGradient + start, cosine, sine);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward(
        AttentionPlan plan, in AttentionHead<TLane> head, in AttentionBlock block, float* scores, float* mixed, float* output, float* statistics)
    {
        Products(plan, block, head.QueryBlocks, head.Keys, scores);
        block.Mask<TLane>(scores, AttentionSoftmax<TLane>.Masked);
        AttentionSoftmax<TLane>.Exponentials(scores, block.Scores, statistics);
        new Span<float>(mixed, plan.BlockFloats).Clear();
        Mix(plan, block, scores, head.Values, mixed);
        for (int r = Math.Max(0, plan.Lead - block.FirstRow); r < TLane.Count; r++)
        {
            float* target = output + ((nint)(block.FirstRow + r - plan.Lead) * plan.OutputStride);
            Rows<TLane>.Scale(mixed + (r * plan.PaddedWidth), statistics[TLane.Count + r], target, plan.Width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward(
        AttentionPlan plan, in AttentionHead<TLane> head, in AttentionHeadGradient<TLane> gradient, in AttentionBlock block, float* statistics)
    {
        float* probabilities = gradient.Probabilities;
        float* scores = gradient.Scores;
        Products(plan, block, head.QueryBlocks, head.Keys, probabilities);
        block.Mask<TLane>(probabilities, AttentionSoftmax<TLane>.Masked);
        Products(plan, block, gradient.OutputBlocks, head.Values, scores);
        AttentionSoftmax<TLane>.Backward(probabilities, scores, block.Scores, statistics);
        nint first = (nint)block.FirstRow * plan.PaddedWidth;
        Mix(plan, block, scores, head.Keys, gradient.Queries + first);
        Spread(plan, block, scores, head.Queries + first, gradient.Keys);
        Spread(plan, block, probabilities, gradient.Output + first, gradient.Values);
    }

    /// <summary>Products of a block of rows, given as [blocks, width, block rows], with every row that it meets, given as [rows, width].</summary>
    private static void Products(AttentionPlan plan, in AttentionBlock block, float* blocks, float* rows, float* products)
    {
        float* left = blocks + ((nint)block.FirstRow * plan.PaddedWidth);
        float* own = rows + ((nint)block.OwnFirst * plan.PaddedWidth);
        AttentionTiles<TLane>.Products(left, rows, plan.PaddedWidth, plan.Width, block.SharedCount, products);
        products += block.SharedCount * TLane.Count;
        AttentionTiles<TLane>.Products(left, own, plan.PaddedWidth, plan.Width, block.OwnCount, products);
    }

    /// <summary>Adds to each row of a block, [block rows, width], the weighted sum of the rows that it meets, given as [rows, width].</summary>
    private static void Mix(AttentionPlan plan, in AttentionBlock block, float* weights, float* rows, float* mixed)
    {
        float* own = rows + ((nint)block.OwnFirst * plan.PaddedWidth);
        float* ownWeights = weights + (block.SharedCount * TLane.Count);
        for (int column = 0; column < plan.PaddedWidth; column += TLane.Count)
        {
            AttentionTiles<TLane>.Mix(weights, rows + column, plan.PaddedWidth, block.SharedCount, mixed + column);
            if (block.OwnCount > 0)
            {
                AttentionTiles<TLane>.Mix(ownWeights, own + column, plan.PaddedWidth, block.OwnCount, mixed + column);
            }
        }
    }

    /// <summary>Adds to every row that a block meets, [rows, width], the weighted sum of the block's rows, [block rows, width].</summary>
    private static void Spread(AttentionPlan plan, in AttentionBlock block, float* weights, float* blockRows, float* rows)
    {
        float* own = rows + ((nint)block.OwnFirst * plan.PaddedWidth);
        float* ownWeights = weights + (block.SharedCount * TLane.Count);
        for (int column = 0; column < plan.PaddedWidth; column += TLane.Count)
        {
            AttentionTiles<TLane>.Spread(weights, blockRows + column, plan.PaddedWidth, block.SharedCount, rows + column);
            if (block.OwnCount > 0)
            {
                AttentionTiles<TLane>.Spread(ownWeights, blockRows + column, plan.PaddedWidth, block.OwnCount, own + column);
            }
        }
    }
}
