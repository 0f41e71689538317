using System.Runtime.Intrinsics;
using Bindscope.Model;
using Bindscope.Model.Kernels;

namespace Bindscope.Interventions.Recompute;

/// <summary>
/// Attention of a few queries of one item over all keys before them: the base run's keys and values, and in their place the item's own
/// where they differ. Eight queries at a time; each query's numbers are the same bits whichever its neighbours are.
/// </summary>
internal sealed unsafe class ItemAttention : IDisposable
{
    private const int BlockRows = 8;
    private const float NaturalUnit = 0.693147180559945309f;

    private readonly PackedModel model;
    private readonly AlignedFloats memory;
    private readonly float* keys;
    private readonly float* values;
    private readonly float* rows;
    private readonly float* transposed;
    private readonly float* scores;
    private readonly float* mixed;

    internal ItemAttention(PackedModel model)
    {
        this.model = model;
        int head = model.HeadStride;
        int keyFloats = AlignedFloats.Padded(model.Spec.HeadWidth * model.KeyStride, 16);
        memory = new AlignedFloats(keyFloats + ((long)model.Length * head) + (3L * BlockRows * head) + (BlockRows * model.KeyStride));
        keys = memory.Pointer;
        values = keys + keyFloats;
        rows = values + (model.Length * head);
        transposed = rows + (BlockRows * head);
        mixed = transposed + (BlockRows * head);
        scores = mixed + (BlockRows * head);
    }

    /// <summary>The factor of queries that makes scores those of a softmax in base two.</summary>
    internal static float ScoreScale(int headWidth) => (float)(Math.Log2(Math.E) / Math.Sqrt(headWidth));

    /// <summary>One item in one layer.</summary>
    /// <param name="work">Its tokens; queries and keys rotated.</param>
    /// <param name="index">The item's number in the lists.</param>
    /// <param name="item">The item.</param>
    /// <param name="layer">1-based.</param>
    /// <param name="store">The base run; not read where the item is whole.</param>
    /// <param name="taps">What edits scores and pattern, and who wants to see them.</param>
    internal void Run(Workspace work, int index, WorkItem item, int layer, BaseStore? store, PatternTaps taps)
    {
        (int first, int end) = work.Outputs.Rows(index);
        if (first == end)
        {
            return;
        }

        for (int head = 0; head < model.Spec.Heads; head++)
        {
            LoadKeysAndValues(work, index, item, layer, head, store);
            for (int row = first; row < end; row += BlockRows)
            {
                Block(work, index, item, layer, head, row, Math.Min(BlockRows, end - row), store, taps);
            }
        }
    }

    public void Dispose() => memory.Dispose();

    private void LoadKeysAndValues(Workspace work, int index, WorkItem item, int layer, int head, BaseStore? store)
    {
        (int width, int stride, int headStride) = (model.Spec.HeadWidth, model.KeyStride, model.HeadStride);
        if (!item.Whole)
        {
            Copy(store!.Keys(item.Row, layer, head), keys, width * stride);
            Copy(store.Values(item.Row, layer, head), values, (item.ReadOut + 1) * headStride);
        }

        (int first, int end) = work.Inputs.Rows(index);
        for (int row = first; row < end; row++)
        {
            int position = work.Inputs.Position(row);
            float* key = work.Keys + ((nint)row * model.HeadsStride) + (head * width);
            for (int i = 0; i < width; i++)
            {
                keys[(i * stride) + position] = key[i];
            }

            Copy(work.Values + ((nint)row * model.HeadsStride) + (head * width), values + (position * headStride), width);
        }
    }

    private void Block(
        Workspace work, int index, WorkItem item, int layer, int head, int firstRow, int count, BaseStore? store, PatternTaps taps)
    {
        (int width, int headStride, int stride) = (model.Spec.HeadWidth, model.HeadStride, model.KeyStride);
        for (int r = 0; r < count; r++)
        {
            int position = work.Outputs.Position(firstRow + r);
            int input = work.Inputs.Find(index, position);
            float* query = input >= 0
                ? work.Queries + ((nint)work.QueryRows[input] * model.HeadsStride)
                : store!.Queries(item.Row, layer) + ((nint)position * model.HeadsStride);
            Copy(query + (head * width), rows + (r * headStride), width);
        }

        Lanes.TransposeEightRows(rows, headStride, headStride, transposed, BlockRows);
        int visible = work.Outputs.Position(firstRow + count - 1) + 1;
        int groups = (visible + 15) / 16;
        RowTiles.Products(transposed, keys, stride, width, groups, scores, stride);
        float* factors = stackalloc float[BlockRows];
        for (int r = 0; r < count; r++)
        {
            factors[r] = Pattern(scores + (r * stride), work.Outputs.Position(firstRow + r), head, groups, taps);
        }

        for (int column = 0; column < headStride; column += 16)
        {
            RowTiles.Mix(scores, stride, values + column, headStride, visible, mixed + column);
        }

        for (int r = 0; r < count; r++)
        {
            float* target = work.Mixed + ((nint)(firstRow + r) * model.HeadsStride) + (head * width);
            for (int i = 0; i < width; i++)
            {
                target[i] = mixed[(r * headStride) + i] * factors[r];
            }
        }
    }

    /// <summary>Turns a query's scores into weights, which sum to one over what it returns.</summary>
    private static float Pattern(float* scores, int position, int head, int groups, PatternTaps taps)
    {
        bool tapped = taps.Wants(position, head);
        if (tapped)
        {
            var row = new Span<float>(scores, position + 1);
            Scale(row, NaturalUnit);
            taps.Visit(SiteKind.AttentionScores, position, head, row);
            Scale(row, 1 / NaturalUnit);
        }

        float factor = Softmax(scores, position + 1, groups);
        if (!tapped)
        {
            return factor;
        }

        var weights = new Span<float>(scores, position + 1);
        Scale(weights, factor);
        taps.Visit(SiteKind.AttentionPattern, position, head, weights);
        return 1;
    }

    /// <summary>Two to the power of each score's distance from the largest; zeros after the visible keys.</summary>
    /// <returns>One over their sum.</returns>
    private static float Softmax(float* scores, int visible, int groups)
    {
        int last = (visible - 1) / 16 * 16;
        Vector512<float> inRest = Vector512.LessThan(Lanes.Index, Vector512.Create(visible - last)).AsSingle();
        Vector512<float> largest = Vector512.ConditionalSelect(inRest, Vector512.Load(scores + last), Vector512.Create(float.MinValue));
        for (int i = 0; i < last; i += 16)
        {
            largest = Vector512.Max(largest, Vector512.Load(scores + i));
        }

        Vector512<float> maximum = Vector512.Create(Lanes.Maximum(largest));
        Vector512<float> sum = default;
        for (int i = 0; i < last; i += 16)
        {
            Vector512<float> power = Lanes.Exp2(Vector512.Load(scores + i) - maximum);
            power.Store(scores + i);
            sum += power;
        }

        Vector512<float> end = Vector512.BitwiseAnd(Lanes.Exp2(Vector512.Load(scores + last) - maximum), inRest);
        end.Store(scores + last);
        for (int i = last + 16; i < 16 * groups; i += 16)
        {
            Vector512<float>.Zero.Store(scores + i);
        }

        return 1 / Lanes.Sum(sum + end);
    }

    private static void Scale(Span<float> values, float factor)
    {
        foreach (ref float value in values)
        {
            value *= factor;
        }
    }

    private static void Copy(float* source, float* target, int count) =>
        new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(target, count));
}
