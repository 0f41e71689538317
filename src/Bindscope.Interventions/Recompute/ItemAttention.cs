using Bindscope.Numerics;

namespace Bindscope.Interventions.Recompute;

/// <summary>Attention of some queries of one item: a lane of them at a time, or one by one where they are few or something looks inside.</summary>
internal sealed unsafe class ItemAttention
{
    /// <summary>From so many queries on, a lane at a time is faster, though some of its places are idle.</summary>
    private const int Few = 4;

    private readonly SweepModel model;
    private readonly HeadKeys keys;
    private readonly Tensor memory;
    private readonly float* queries; // [K, Q]; of a single query [K]
    private readonly float* mixed; // [Q, HeadStride]
    private readonly float* positions; // [Q]
    private readonly float* maxima; // [Q]
    private readonly float* inverseSums; // [Q]
    private readonly float* scores; // [T, Q]; of a single query [T]

    internal ItemAttention(SweepModel model)
    {
        this.model = model;
        keys = new HeadKeys(model);
        int count = Lanes.Count;
        int block = count * model.HeadStride;
        memory = new Tensor((2 * block) + (3 * count) + (model.KeyStride * count));
        queries = memory.Pointer;
        mixed = queries + block;
        positions = mixed + block;
        maxima = positions + count;
        inverseSums = maxima + count;
        scores = inverseSums + count;
    }

    /// <summary>The factor of queries that makes scores those of a softmax in base two.</summary>
    internal static float ScoreScale(int headWidth) => (float)(Math.Log2(Math.E) / Math.Sqrt(headWidth));

    /// <summary>Every head of one item in one layer.</summary>
    /// <param name="work">Its tokens; queries and keys rotated.</param>
    /// <param name="index">The item's number in the lists.</param>
    /// <param name="item">The item.</param>
    /// <param name="layer">1-based.</param>
    /// <param name="context">The base run, and whether the softmax's numbers are to be kept in it.</param>
    internal void Run(Workspace work, int index, WorkItem item, int layer, PassContext context)
    {
        (int first, int end) = work.Outputs.Rows(index);
        var taps = new PatternTaps(item, layer, context);
        for (int head = 0; head < model.Spec.Heads && first < end; head++)
        {
            RunSome(work, index, first, end - first, new HeadPlace(item, layer, head), context, taps);
        }
    }

    /// <summary>One head, for some outputs that follow each other.</summary>
    internal void RunSome(
        Workspace work, int index, int first, int count, HeadPlace place, PassContext context, in PatternTaps taps)
    {
        keys.Find(work, index, place, context.Store);
        int row = first;
        for (; first + count - row >= Few && !taps.Any; row += Lanes.Count)
        {
            RunLane(work, row, Math.Min(Lanes.Count, first + count - row), place, context);
        }

        for (; row < first + count; row++)
        {
            int position = work.Outputs.Position(row);
            LoadQuery(work, row, place, context.Store, queries, 1);
            float* target = work.Mixed + ((nint)row * model.HeadsWidth) + (place.Head * model.Spec.HeadWidth);
            (float maximum, float inverseSum) =
                RowAttention.Run(keys, model.Spec.HeadWidth, queries, position, place.Head, taps, scores, target);
            if (context.WritesStore)
            {
                context.Store!.Maxima(place.Item.Row, place.Layer, place.Head)[position] = maximum;
                context.Store.InverseSums(place.Item.Row, place.Layer, place.Head)[position] = inverseSum;
            }
        }
    }

    private void RunLane(Workspace work, int first, int count, HeadPlace place, PassContext context)
    {
        int width = model.Spec.HeadWidth;
        for (int r = 0; r < Lanes.Count; r++)
        {
            // Idle places repeat the last query.
            int row = first + Math.Min(r, count - 1);
            positions[r] = work.Outputs.Position(row);
            LoadQuery(work, row, place, context.Store, queries + r, Lanes.Count);
        }

        LaneAttention.Run(keys, width, queries, positions, scores, maxima, inverseSums, mixed);
        for (int r = 0; r < count; r++)
        {
            float* target = work.Mixed + ((nint)(first + r) * model.HeadsWidth) + (place.Head * width);
            Rows.Scale(mixed + (r * model.HeadStride), inverseSums[r], target, width);
            if (context.WritesStore)
            {
                int position = work.Outputs.Position(first + r);
                context.Store!.Maxima(place.Item.Row, place.Layer, place.Head)[position] = maxima[r];
                context.Store.InverseSums(place.Item.Row, place.Layer, place.Head)[position] = inverseSums[r];
            }
        }
    }

    /// <summary>Writes a query's K numbers at distances.</summary>
    private void LoadQuery(Workspace work, int row, HeadPlace place, BaseStore? store, float* target, int distance)
    {
        int width = model.Spec.HeadWidth;
        int input = work.InputRows[row];
        float* query = input >= 0
            ? work.Queries + ((nint)work.QueryRows[input] * model.HeadsWidth) + (place.Head * width)
            : store!.Queries(place.Item.Row, place.Layer, place.Head) + work.Outputs.Position(row);
        int step = input >= 0 ? 1 : model.KeyStride;
        for (int i = 0; i < width; i++)
        {
            target[i * distance] = query[i * step];
        }
    }
}
