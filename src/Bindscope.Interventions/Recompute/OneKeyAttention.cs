using System.Runtime.CompilerServices;
using Bindscope.Numerics;

namespace Bindscope.Interventions.Recompute;

/// <summary>
/// Attention in the layer where one token was changed: every later query is the base run's, and so are all keys but one. So a query's mixed
/// value follows from the base run's by taking one key's share out and putting the new one in, with no other key looked at:
/// z' = (z - a v + b v') / (1 - a + b), where a is the weight that the query gave to the key, and b the new one on the same scale.
/// </summary>
/// <remarks>
/// Where the old key had most of the weight, the difference would lose digits, and where the new one dwarfs all others, it could overflow:
/// these queries, and the changed token's own, are computed in full.
/// </remarks>
internal sealed unsafe class OneKeyAttention
{
    private const float MostOfTheWeight = 0.5f;
    private const float Dwarfs = 1024;

    private readonly SweepModel model;
    private readonly Tensor memory;
    private readonly float* before;
    private readonly float* after;
    private readonly float* factors;

    internal OneKeyAttention(SweepModel model)
    {
        this.model = model;
        memory = new Tensor(3, model.KeyStride);
        before = memory.Pointer;
        after = before + model.KeyStride;
        factors = after + model.KeyStride;
    }

    /// <summary>Whether one token alone has a changed key or value, and nothing looks inside attention.</summary>
    internal static bool Suits(Workspace work, int index, WorkItem item, int layer, PassContext context)
    {
        (int first, int end) = work.Inputs.Rows(index);
        return !item.Whole && end - first == 1 && work.FirstKeyChange[index] == work.Inputs.Position(first)
            && !new PatternTaps(item, layer, context).Any;
    }

    /// <summary>One item in one layer.</summary>
    /// <param name="work">Its tokens; queries and keys rotated.</param>
    /// <param name="index">The item's number in the lists.</param>
    /// <param name="item">The item.</param>
    /// <param name="layer">1-based.</param>
    /// <param name="context">The base run.</param>
    internal void Run(Workspace work, int index, WorkItem item, int layer, PassContext context)
    {
        BaseStore store = context.Store!;
        (int first, int end) = work.Outputs.Rows(index);
        if (first == end)
        {
            return;
        }

        int input = work.Inputs.Rows(index).Start;
        int changed = work.Inputs.Position(input);
        for (int head = 0; head < model.Spec.Heads; head++)
        {
            var place = new HeadPlace(item, layer, head);
            nint start = ((nint)input * model.HeadsWidth) + (head * model.Spec.HeadWidth);
            Weights(place, store, work.Keys + start, changed, work.Outputs.Position(end - 1));
            int hard = -1;
            for (int row = first; row < end; row++)
            {
                int position = work.Outputs.Position(row);
                if (position == changed || (position > changed && factors[position] < 0))
                {
                    hard = hard < 0 ? row : hard;
                    continue;
                }

                RunHard(work, index, hard, row, place, context);
                hard = -1;
                Exchange(place, store, position, changed, work.Values + start, work.Mixed + Offset(row, head));
            }

            RunHard(work, index, hard, end, place, context);
        }
    }

    private nint Offset(int row, int head) => ((nint)row * model.HeadsWidth) + (head * model.Spec.HeadWidth);

    private static void RunHard(Workspace work, int index, int first, int end, HeadPlace place, PassContext context)
    {
        if (first >= 0)
        {
            var none = new PatternTaps(place.Item, place.Layer, context);
            work.Attention.RunSome(work, index, first, end - first, place, context, none);
        }
    }

    /// <summary>The weights a and b of a lane of queries at a time, and 1 / (1 - a + b); -1 where that is not to be used.</summary>
    private void Weights(HeadPlace place, BaseStore store, float* key, int changed, int last)
    {
        if (Lanes.Is512)
        {
            Weights<Lane512>(place, store, key, changed, last);
        }
        else if (Lanes.Is256)
        {
            Weights<Lane256>(place, store, key, changed, last);
        }
        else
        {
            Weights<Lane128>(place, store, key, changed, last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Weights<TLane>(HeadPlace place, BaseStore store, float* key, int changed, int last)
        where TLane : struct, ILane<TLane>
    {
        (int row, int layer, int head) = (place.Item.Row, place.Layer, place.Head);
        float* queries = store.Queries(row, layer, head);
        float* oldKey = store.Keys(row, layer, head) + ((nint)changed * model.HeadStride);
        float* maxima = store.Maxima(row, layer, head);
        float* inverseSums = store.InverseSums(row, layer, head);
        TLane one = TLane.Create(1), no = TLane.Create(-1);
        for (int group = changed / TLane.Count * TLane.Count; group <= last; group += TLane.Count)
        {
            TLane oldScore = default, newScore = default;
            for (int i = 0; i < model.Spec.HeadWidth; i++)
            {
                TLane query = TLane.Load(queries + (i * model.KeyStride) + group);
                oldScore = TLane.MultiplyAdd(query, TLane.Create(oldKey[i]), oldScore);
                newScore = TLane.MultiplyAdd(query, TLane.Create(key[i]), newScore);
            }

            TLane maximum = TLane.Load(maxima + group);
            TLane inverseSum = TLane.Load(inverseSums + group);
            TLane a = Elementary<TLane>.Exp2(oldScore - maximum) * inverseSum;
            TLane b = Elementary<TLane>.Exp2(TLane.Min(newScore - maximum, TLane.Create(100))) * inverseSum;
            TLane factor = TLane.WhereLess(b, TLane.Create(Dwarfs), one / (one - a + b), no);
            a.Store(before + group);
            b.Store(after + group);
            TLane.WhereLess(a, TLane.Create(MostOfTheWeight), factor, no).Store(factors + group);
        }
    }

    private void Exchange(HeadPlace place, BaseStore store, int position, int changed, float* value, float* target)
    {
        int width = model.Spec.HeadWidth;
        float* mixed = store.Mixed(place.Item.Row, place.Layer) + ((nint)position * model.HeadsWidth) + (place.Head * width);
        Rows.Copy(mixed, target, width);
        if (position >= changed)
        {
            float* oldValue = store.Values(place.Item.Row, place.Layer, place.Head) + ((nint)changed * model.HeadStride);
            Rows.AddScaled(oldValue, -before[position], target, width);
            Rows.AddScaled(value, after[position], target, width);
            Rows.Scale(target, factors[position], target, width);
        }
    }
}
