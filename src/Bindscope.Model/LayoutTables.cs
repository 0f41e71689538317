using System.Collections.Concurrent;
using Bindscope.Numerics;

namespace Bindscope.Model;

/// <summary>What depends on a layout alone: the cosines and sines of its positions, and which keys each query meets.</summary>
internal sealed class LayoutTables
{
    /// <summary>Pair i of a head turns by position * base^(-2i/K), computed in double precision and then rounded once.</summary>
    internal LayoutTables(SequenceLayout layout, ModelSpec spec)
    {
        Layout = layout;
        int length = layout.Length;
        int half = spec.HeadWidth / 2;
        Cosine = new Tensor(length, half);
        Sine = new Tensor(length, half);
        for (int token = 0; token < length; token++)
        {
            for (int pair = 0; pair < half; pair++)
            {
                (double sin, double cos) = Math.SinCos(layout.Position(token) * Math.Pow(spec.RopeBase, -2.0 * pair / spec.HeadWidth));
                Cosine.Row(token)[pair] = (float)cos;
                Sine.Row(token)[pair] = (float)sin;
            }
        }

        Plan = new AttentionPlan(spec.Heads, spec.HeadWidth, length, layout.Prefix, layout.SegmentLength);
    }

    internal SequenceLayout Layout { get; }

    /// <summary>Cosine of position times frequency, [T, K/2].</summary>
    internal Tensor Cosine { get; }

    /// <summary>Sine of position times frequency, [T, K/2].</summary>
    internal Tensor Sine { get; }

    /// <summary>For fused attention.</summary>
    internal AttentionPlan Plan { get; }

    /// <summary>The tables of every layout that a model has met. Safe to use from several threads.</summary>
    internal sealed class Cache(ModelSpec spec)
    {
        private readonly ConcurrentDictionary<SequenceLayout, LayoutTables> tables = new();

        internal LayoutTables this[SequenceLayout layout] =>
            tables.TryGetValue(layout, out LayoutTables? known) ? known : tables.GetOrAdd(layout, key => new LayoutTables(key, spec));
    }
}
