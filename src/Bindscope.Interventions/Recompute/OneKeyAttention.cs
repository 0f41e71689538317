using System.Runtime.Intrinsics;
using Bindscope.Model.Kernels;

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
internal sealed unsafe class OneKeyAttention : IDisposable
{
    private const float MostOfTheWeight = 0.5f;
    private const float Dwarfs = 1024;

    private readonly PackedModel model;
    private readonly AlignedFloats memory;
    private readonly float* before;
    private readonly float* after;
    private readonly float* factors;

    internal OneKeyAttention(PackedModel model)
    {
        this.model = model;
        memory = new AlignedFloats(3L * model.KeyStride);
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
            nint start = ((nint)input * model.HeadsStride) + (head * model.Spec.HeadWidth);
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

    public void Dispose() => memory.Dispose();

    private nint Offset(int row, int head) => ((nint)row * model.HeadsStride) + (head * model.Spec.HeadWidth);

    private static void RunHard(Workspace work, int index, int first, int end, HeadPlace place, PassContext context)
    {
        if (first >= 0)
        {
            var none = new PatternTaps(place.Item, place.Layer, context);
            work.Attention.RunSome(work, index, first, end - first, place, context, none);
        }
    }

    /// <summary>The weights a and b of sixteen queries at a time, and 1 / (1 - a + b); -1 where that is not to be used.</summary>
    private void Weights(HeadPlace place, BaseStore store, float* key, int changed, int last)
    {
        (int row, int layer, int head) = (place.Item.Row, place.Layer, place.Head);
        float* queries = store.Queries(row, layer, head);
        float* oldKey = store.Keys(row, layer, head) + ((nint)changed * model.HeadStride);
        float* maxima = store.Maxima(row, layer, head);
        float* inverseSums = store.InverseSums(row, layer, head);
        for (int group = changed / 16 * 16; group <= last; group += 16)
        {
            Vector512<float> oldScore = default, newScore = default;
            for (int i = 0; i < model.Spec.HeadWidth; i++)
            {
                Vector512<float> query = Vector512.Load(queries + (i * model.KeyStride) + group);
                oldScore = Vector512.FusedMultiplyAdd(query, Vector512.Create(oldKey[i]), oldScore);
                newScore = Vector512.FusedMultiplyAdd(query, Vector512.Create(key[i]), newScore);
            }

            Vector512<float> maximum = Vector512.Load(maxima + group);
            Vector512<float> inverseSum = Vector512.Load(inverseSums + group);
            Vector512<float> a = Lanes.Exp2(oldScore - maximum) * inverseSum;
            Vector512<float> b = Lanes.Exp2(Vector512.Min(newScore - maximum, Vector512.Create(100f))) * inverseSum;
            Vector512<float> factor = Vector512<float>.One / (Vector512<float>.One - a + b);
            Vector512<float> usable = Vector512.BitwiseAnd(
                Vector512.LessThan(a, Vector512.Create(MostOfTheWeight)), Vector512.LessThan(b, Vector512.Create(Dwarfs)));
            a.Store(before + group);
            b.Store(after + group);
            Vector512.ConditionalSelect(usable, factor, Vector512.Create(-1f)).Store(factors + group);
        }
    }

    private void Exchange(HeadPlace place, BaseStore store, int position, int changed, float* value, float* target)
    {
        int width = model.Spec.HeadWidth;
        float* mixed = store.Mixed(place.Item.Row, place.Layer) + ((nint)position * model.HeadsStride) + (place.Head * width);
        if (position < changed)
        {
            new ReadOnlySpan<float>(mixed, width).CopyTo(new Span<float>(target, width));
            return;
        }

        float* oldValue = store.Values(place.Item.Row, place.Layer, place.Head) + ((nint)changed * model.HeadStride);
        (float a, float b, float factor) = (before[position], after[position], factors[position]);
        int i = 0;
        for (; i + 16 <= width; i += 16)
        {
            Vector512<float> rest = Vector512.FusedMultiplyAdd(Vector512.Load(oldValue + i), Vector512.Create(-a), Vector512.Load(mixed + i));
            (Vector512.FusedMultiplyAdd(Vector512.Load(value + i), Vector512.Create(b), rest) * factor).Store(target + i);
        }

        for (; i < width; i++)
        {
            target[i] = (mixed[i] - (a * oldValue[i]) + (b * value[i])) * factor;
        }
    }
}
