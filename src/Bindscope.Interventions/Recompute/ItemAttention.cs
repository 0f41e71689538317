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
    /// <param name="writesStore">Whether the softmax's numbers are to be kept in the store.</param>
    internal void Run(Workspace work, int index, WorkItem item, int layer, BaseStore? store, PatternTaps taps, bool writesStore)
    {
        (int first, int end) = work.Outputs.Rows(index);
        if (first == end)
        {
            return;
        }

        for (int head = 0; head < model.Spec.Heads; head++)
        {
            var place = new HeadPlace(item, layer, head);
            LoadKeysAndValues(work, index, place, store);
            for (int row = first; row < end; row += BlockRows)
            {
                Block(work, row, Math.Min(BlockRows, end - row), place, store, taps, writesStore);
            }
        }
    }

    /// <summary>One head's attention of some outputs that follow each other.</summary>
    internal void RunSome(Workspace work, int index, int first, int count, HeadPlace place, BaseStore store, PatternTaps taps)
    {
        LoadKeysAndValues(work, index, place, store);
        for (int row = first; row < first + count; row += BlockRows)
        {
            Block(work, row, Math.Min(BlockRows, first + count - row), place, store, taps, writesStore: false);
        }
    }

    public void Dispose() => memory.Dispose();

    private void LoadKeysAndValues(Workspace work, int index, HeadPlace place, BaseStore? store)
    {
        (WorkItem item, int layer, int head) = (place.Item, place.Layer, place.Head);
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
        Workspace work, int firstRow, int count, HeadPlace place, BaseStore? store, PatternTaps taps, bool writesStore)
    {
        (int width, int headStride, int stride) = (model.Spec.HeadWidth, model.HeadStride, model.KeyStride);
        LoadQueries(work, firstRow, count, place, store);
        int visible = work.Outputs.Position(firstRow + count - 1) + 1;
        int groups = (visible + 15) / 16;
        RowTiles.Products(transposed, keys, stride, width, groups, scores, stride);
        float* factors = stackalloc float[BlockRows];
        for (int r = 0; r < count; r++)
        {
            int position = work.Outputs.Position(firstRow + r);
            (float maximum, factors[r]) = Pattern(scores + (r * stride), position, place.Head, groups, taps);
            if (writesStore)
            {
                store!.Maxima(place.Item.Row, place.Layer, place.Head)[position] = maximum;
                store.InverseSums(place.Item.Row, place.Layer, place.Head)[position] = factors[r];
            }
        }

        for (int column = 0; column < headStride; column += 16)
        {
            RowTiles.Mix(scores, stride, values + column, headStride, visible, mixed + column);
        }

        for (int r = 0; r < count; r++)
        {
            float* target = work.Mixed + ((nint)(firstRow + r) * model.HeadsStride) + (place.Head * width);
            Scaled(mixed + (r * headStride), factors[r], target, width);
        }
    }

    private void LoadQueries(Workspace work, int firstRow, int count, HeadPlace place, BaseStore? store)
    {
        (int width, int headStride) = (model.Spec.HeadWidth, model.HeadStride);
        bool computed = true;
        for (int r = 0; r < count; r++)
        {
            int input = work.InputRows[firstRow + r];
            computed &= input >= 0;
            if (input >= 0)
            {
                float* query = work.Queries + ((nint)work.QueryRows[input] * model.HeadsStride) + (place.Head * width);
                Copy(query, rows + (r * headStride), width);
            }
        }

        Lanes.TransposeEightRows(rows, headStride, headStride, transposed, BlockRows);
        for (int r = 0; r < count && !computed; r++)
        {
            if (work.InputRows[firstRow + r] < 0)
            {
                float* query = store!.Queries(place.Item.Row, place.Layer, place.Head) + work.Outputs.Position(firstRow + r);
                for (int i = 0; i < width; i++)
                {
                    transposed[(i * BlockRows) + r] = query[i * model.KeyStride];
                }
            }
        }
    }

    private static void Scaled(float* row, float factor, float* target, int width)
    {
        int i = 0;
        for (; i + 16 <= width; i += 16)
        {
            (Vector512.Load(row + i) * factor).Store(target + i);
        }

        for (; i < width; i++)
        {
            target[i] = row[i] * factor;
        }
    }

    /// <summary>Turns a query's scores into weights, which sum to one over the factor that it returns.</summary>
    private static (float Maximum, float Factor) Pattern(float* scores, int position, int head, int groups, PatternTaps taps)
    {
        bool tapped = taps.Wants(position, head);
        if (tapped)
        {
            var row = new Span<float>(scores, position + 1);
            Scale(row, NaturalUnit);
            taps.Visit(SiteKind.AttentionScores, position, head, row);
            Scale(row, 1 / NaturalUnit);
        }

        (float maximum, float factor) = Softmax(scores, position + 1, groups);
        if (!tapped)
        {
            return (maximum, factor);
        }

        var weights = new Span<float>(scores, position + 1);
        Scale(weights, factor);
        taps.Visit(SiteKind.AttentionPattern, position, head, weights);
        Scale(weights, 1 / factor);
        return (maximum, factor);
    }

    /// <summary>Two to the power of each score's distance from the largest; zeros after the visible keys.</summary>
    /// <returns>The largest score, and one over the sum.</returns>
    private static (float Maximum, float InverseSum) Softmax(float* scores, int visible, int groups)
    {
        int last = (visible - 1) / 16 * 16;
        Vector512<float> inRest = Vector512.LessThan(Lanes.Index, Vector512.Create(visible - last)).AsSingle();
        Vector512<float> largest = Vector512.ConditionalSelect(inRest, Vector512.Load(scores + last), Vector512.Create(float.MinValue));
        for (int i = 0; i < last; i += 16)
        {
            largest = Vector512.Max(largest, Vector512.Load(scores + i));
        }

        float top = Lanes.Maximum(largest);
        Vector512<float> maximum = Vector512.Create(top);
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

        return (top, 1 / Lanes.Sum(sum + end));
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
