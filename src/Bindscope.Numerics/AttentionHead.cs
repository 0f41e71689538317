using System.Runtime.CompilerServices;

namespace Bindscope.Numerics;

/// <summary>One head of one sequence in scratch memory, in the arrangements that the inner loops read.</summary>
internal readonly unsafe struct AttentionHead<TLane>
    where TLane : struct, ILane<TLane>
{
    private readonly AttentionPlan plan;
    private readonly float scoreScale;

    /// <summary>Takes the memory; what is filled up with zeros stays zero from one head to the next.</summary>
    internal AttentionHead(AttentionPlan plan, Scratch scratch)
    {
        this.plan = plan;

        // The softmax works in base two: its scores are those of base e times log2(e).
        scoreScale = (float)(Math.Log2(Math.E) / Math.Sqrt(plan.Width));
        Queries = scratch.Take(plan.RowFloats);
        Keys = scratch.Take(plan.RowFloats);
        Values = scratch.Take(plan.RowFloats);
        QueryBlocks = scratch.Take(plan.RowFloats);
    }

    /// <summary>[rows, padded width]: rotated and scaled by log2(e)/sqrt(K); begin with empty rows.</summary>
    internal float* Queries { get; }

    /// <summary>[rows, padded width]: rotated.</summary>
    internal float* Keys { get; }

    /// <summary>[rows, padded width].</summary>
    internal float* Values { get; }

    /// <summary>[blocks, padded width, block rows]: the queries, each block transposed.</summary>
    internal float* QueryBlocks { get; }

    /// <summary>Scratch that one head needs, in floats.</summary>
    internal static int Floats(AttentionPlan plan) => 4 * plan.RowFloats;

    /// <summary>Reads one head of one sequence and rotates it.</summary>
    /// <param name="input">The head's first query: q, k, v follow at distances of H*K, tokens at distances of 3*H*K.</param>
    /// <param name="cosine">[T, K/2].</param>
    /// <param name="sine">[T, K/2].</param>
    internal void Load(float* input, float* cosine, float* sine)
    {
        if (plan.TurnsHalfLanes)
        {
            Load<Lane256>(input, cosine, sine);
        }
        else
        {
            Load<TLane>(input, cosine, sine);
        }

        TransposeBlocks(plan, Queries, QueryBlocks);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Load<TTurn>(float* input, float* cosine, float* sine)
        where TTurn : struct, ILane<TTurn>
    {
        (int half, nint stride, nint part, nint width) = (plan.Width / 2, plan.InputStride, plan.OutputStride, plan.PaddedWidth);
        float* query = Queries + plan.LeadFloats;
        float* key = Keys;
        float* value = Values;
        for (int token = 0; token < plan.Tokens; token++)
        {
            Rotary<TTurn>.Turn(input, cosine, sine, half, 1, scoreScale, query);
            Rotary<TTurn>.Turn(input + part, cosine, sine, half, 1, 1, key);
            Rows<TLane>.Copy(input + (2 * part), value, 2 * half);
            input += stride;
            cosine += half;
            sine += half;
            query += width;
            key += width;
            value += width;
        }
    }

    /// <summary>Transposes [rows, padded width] into [blocks, padded width, block rows].</summary>
    internal static void TransposeBlocks(AttentionPlan plan, float* rows, float* blocks)
    {
        int width = plan.PaddedWidth;
        for (int block = 0; block < plan.Blocks.Length; block++)
        {
            Rows.Transpose(rows, width, TLane.Count, width, blocks, TLane.Count);
            rows += plan.BlockFloats;
            blocks += plan.BlockFloats;
        }
    }
}

/// <summary>
/// The gradients of one head of one sequence in scratch memory, arranged as <see cref="AttentionHead{TLane}"/> arranges the values.
/// </summary>
internal readonly unsafe struct AttentionHeadGradient<TLane>
    where TLane : struct, ILane<TLane>
{
    private readonly AttentionPlan plan;

    /// <summary>Takes the memory.</summary>
    internal AttentionHeadGradient(AttentionPlan plan, Scratch scratch)
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

    /// <summary>[rows, padded width]: the gradient of the mixed values, given; begins with empty rows.</summary>
    internal float* Output { get; }

    /// <summary>[blocks, padded width, block rows]: the same, each block transposed.</summary>
    internal float* OutputBlocks { get; }

    /// <summary>[rows, padded width]: gradients of the rotated queries, which begin with empty rows, keys and values.</summary>
    internal float* Queries { get; }

    internal float* Keys { get; }

    internal float* Values { get; }

    /// <summary>[most scores, block rows]: one block's scores, then its probabilities.</summary>
    internal float* Probabilities { get; }

    /// <summary>[most scores, block rows]: gradients of one block's probabilities, then of its scores in base e.</summary>
    internal float* Scores { get; }

    /// <summary>Scratch that one head's gradients need, in floats.</summary>
    internal static int Floats(AttentionPlan plan) => (5 * plan.RowFloats) + (2 * plan.ScoreFloats);

    /// <summary>Reads the gradient of one head's output and clears what will be added up.</summary>
    /// <param name="outputGradient">The head's first float; tokens follow at distances of H*K.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Load(float* outputGradient)
    {
        for (int token = 0; token < plan.Tokens; token++)
        {
            float* row = Output + plan.LeadFloats + ((nint)token * plan.PaddedWidth);
            Rows<TLane>.Copy(outputGradient + ((nint)token * plan.OutputStride), row, plan.Width);
        }

        AttentionHead<TLane>.TransposeBlocks(plan, Output, OutputBlocks);
        new Span<float>(Queries, plan.RowFloats).Clear();
        new Span<float>(Keys, plan.RowFloats).Clear();
        new Span<float>(Values, plan.RowFloats).Clear();
    }

    /// <summary>Turns the gradients back and writes them beside each other, as the input has them.</summary>
    /// <param name="inputGradient">The head's first query.</param>
    /// <param name="cosine">[T, K/2].</param>
    /// <param name="sine">[T, K/2].</param>
    internal void Store(float* inputGradient, float* cosine, float* sine)
    {
        if (plan.TurnsHalfLanes)
        {
            Store<Lane256>(inputGradient, cosine, sine);
        }
        else
        {
            Store<TLane>(inputGradient, cosine, sine);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Store<TTurn>(float* target, float* cosine, float* sine)
        where TTurn : struct, ILane<TTurn>
    {
        (int half, nint stride, nint part, nint width) = (plan.Width / 2, plan.InputStride, plan.OutputStride, plan.PaddedWidth);
        float queryScale = 1 / MathF.Sqrt(plan.Width);

        // The queries that the keys' gradient was made of are scaled for base two.
        float keyScale = MathF.Log(2);
        float* query = Queries + plan.LeadFloats;
        float* key = Keys;
        float* value = Values;
        for (int token = 0; token < plan.Tokens; token++)
        {
            Rotary<TTurn>.Turn(query, cosine, sine, half, -1, queryScale, target);
            Rotary<TTurn>.Turn(key, cosine, sine, half, -1, keyScale, target + part);
            Rows<TLane>.Copy(value, target + (2 * part), 2 * half);
            target += stride;
            cosine += half;
            sine += half;
            query += width;
            key += width;
            value += width;
        }
    }
}
