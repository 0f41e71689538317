using System.Runtime.Intrinsics;
using Bindscope.Model.Kernels;

namespace Bindscope.Interventions.Recompute;

/// <summary>Attention of some queries of one item: sixteen at a time, or one by one where they are few or something looks inside.</summary>
internal sealed unsafe class ItemAttention : IDisposable
{
    /// <summary>From so many queries on, sixteen at a time are faster, though some lanes are idle.</summary>
    private const int Few = 4;

    private readonly PackedModel model;
    private readonly HeadKeys keys;
    private readonly AlignedFloats memory;
    private readonly float* rows;
    private readonly float* transposed;
    private readonly float* scratch;

    internal ItemAttention(PackedModel model)
    {
        this.model = model;
        keys = new HeadKeys(model);
        int block = LaneAttention.Queries * model.HeadStride;
        memory = new AlignedFloats((3L * block) + ((long)model.KeyStride * LaneAttention.Queries));
        rows = memory.Pointer;
        transposed = rows + block;
        scratch = transposed + block;
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
        for (; first + count - row >= Few && !taps.Any; row += LaneAttention.Queries)
        {
            Sixteen(work, row, Math.Min(LaneAttention.Queries, first + count - row), place, context);
        }

        for (; row < first + count; row++)
        {
            int position = work.Outputs.Position(row);
            LoadQuery(work, row, place, context.Store, rows);
            float* target = work.Mixed + ((nint)row * model.HeadsStride) + (place.Head * model.Spec.HeadWidth);
            (float maximum, float inverseSum) =
                RowAttention.Run(keys, model.Spec.HeadWidth, rows, position, place.Head, taps, scratch, target);
            if (context.WritesStore)
            {
                context.Store!.Maxima(place.Item.Row, place.Layer, place.Head)[position] = maximum;
                context.Store.InverseSums(place.Item.Row, place.Layer, place.Head)[position] = inverseSum;
            }
        }
    }

    public void Dispose()
    {
        keys.Dispose();
        memory.Dispose();
    }

    private void Sixteen(Workspace work, int first, int count, HeadPlace place, PassContext context)
    {
        (int width, int stride) = (model.Spec.HeadWidth, model.HeadStride);
        int* positions = stackalloc int[LaneAttention.Queries];
        for (int r = 0; r < LaneAttention.Queries; r++)
        {
            // Idle lanes repeat the last query.
            int row = first + Math.Min(r, count - 1);
            positions[r] = work.Outputs.Position(row);
            LoadQuery(work, row, place, context.Store, rows + (r * stride));
        }

        Lanes.TransposeEightRows(rows, stride, stride, transposed, LaneAttention.Queries);
        Lanes.TransposeEightRows(rows + (8 * stride), stride, stride, transposed + 8, LaneAttention.Queries);
        float* mixed = LaneAttention.Run(
            keys, width, transposed, positions, scratch, model.Length, out Vector512<float> maxima, out Vector512<float> inverseSums);
        for (int r = 0; r < count; r++)
        {
            float* target = work.Mixed + ((nint)(first + r) * model.HeadsStride) + (place.Head * width);
            PackedRows.Scaled(mixed + (r * stride), inverseSums[r], target, width);
            if (context.WritesStore)
            {
                context.Store!.Maxima(place.Item.Row, place.Layer, place.Head)[positions[r]] = maxima[r];
                context.Store.InverseSums(place.Item.Row, place.Layer, place.Head)[positions[r]] = inverseSums[r];
            }
        }
    }

    private void LoadQuery(Workspace work, int row, HeadPlace place, BaseStore? store, float* target)
    {
        int width = model.Spec.HeadWidth;
        int input = work.InputRows[row];
        if (input >= 0)
        {
            float* query = work.Queries + ((nint)work.QueryRows[input] * model.HeadsStride) + (place.Head * width);
            PackedRows.Copy(query, target, 0, width);
            return;
        }

        float* column = store!.Queries(place.Item.Row, place.Layer, place.Head) + work.Outputs.Position(row);
        for (int i = 0; i < width; i++)
        {
            target[i] = column[i * model.KeyStride];
        }
    }
}
