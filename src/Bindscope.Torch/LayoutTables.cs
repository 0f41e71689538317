using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace Bindscope.Torch;

/// <summary>What depends on a layout alone: the cosines and sines of its positions and the mask of what its tokens do not see.</summary>
public sealed class LayoutTables : IDisposable
{
    private LayoutTables(SequenceLayout layout, Tensor cosine, Tensor sine, Tensor mask)
    {
        Layout = layout;
        Cosine = cosine;
        Sine = sine;
        Mask = mask;
    }

    /// <summary>The layout.</summary>
    public SequenceLayout Layout { get; }

    /// <summary>Cosine of position times frequency, [T, K/2].</summary>
    public Tensor Cosine { get; }

    /// <summary>Sine of position times frequency, [T, K/2].</summary>
    public Tensor Sine { get; }

    /// <summary>0 where the query (row) sees the key (column), minus infinity elsewhere, [T, T].</summary>
    public Tensor Mask { get; }

    /// <summary>Frees the tables. A model's tables are the model's to free.</summary>
    public void Dispose()
    {
        Cosine.Dispose();
        Sine.Dispose();
        Mask.Dispose();
    }

    /// <summary>Pair i of a head turns by position * base^(-2i/K), computed in double precision and then rounded once.</summary>
    internal static LayoutTables Of(SequenceLayout layout, int headWidth, double ropeBase, Device device)
    {
        int length = layout.Length;
        int half = headWidth / 2;
        var cosine = new float[length * half];
        var sine = new float[length * half];
        var mask = new float[length * length];
        for (int token = 0; token < length; token++)
        {
            for (int pair = 0; pair < half; pair++)
            {
                (double sin, double cos) = Math.SinCos(layout.Position(token) * Math.Pow(ropeBase, -2.0 * pair / headWidth));
                cosine[(token * half) + pair] = (float)cos;
                sine[(token * half) + pair] = (float)sin;
            }

            for (int key = 0; key < length; key++)
            {
                mask[(token * length) + key] = layout.Sees(token, key) ? 0 : float.NegativeInfinity;
            }
        }

        return new LayoutTables(
            layout, OnDevice(cosine, length, half), OnDevice(sine, length, half), OnDevice(mask, length, length));

        Tensor OnDevice(float[] values, long rows, long columns)
        {
            using Tensor host = tensor(values, [rows, columns]);
            return host.to(device, copy: true).DetachFromDisposeScope();
        }
    }

    /// <summary>The tables of every layout that a model has met. Safe to use from several threads.</summary>
    internal sealed class Cache(ModelSpec spec, Device device) : IDisposable
    {
        private readonly ConcurrentDictionary<SequenceLayout, Lazy<LayoutTables>> tables = new();

        internal LayoutTables this[SequenceLayout layout] =>
            tables.GetOrAdd(layout, key => new Lazy<LayoutTables>(() => Of(key, spec.HeadWidth, spec.RopeBase, device))).Value;

        public void Dispose()
        {
            foreach (Lazy<LayoutTables> table in tables.Values)
            {
                table.Value.Dispose();
            }

            tables.Clear();
        }
    }
}
