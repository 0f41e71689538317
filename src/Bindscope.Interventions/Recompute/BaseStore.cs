using Bindscope.Numerics;

namespace Bindscope.Interventions.Recompute;

/// <summary>
/// What the base run of a block of rows leaves behind, from which a changed run continues: for every layer the residual stream that
/// enters it, its queries, keys and values, and what attention made of them.
/// </summary>
internal sealed unsafe class BaseStore
{
    private readonly SweepModel model;
    private readonly Tensor[] rows;
    private readonly Places places;

    internal BaseStore(SweepModel model, int rows)
    {
        this.model = model;
        places = new Places(model);
        this.rows = [.. Enumerable.Range(0, rows).Select(_ => new Tensor(model.Spec.Layers, places.PerLayer))];
    }

    /// <summary>Bytes that one row takes.</summary>
    internal static long BytesPerRow(SweepModel model) => (long)model.Spec.Layers * new Places(model).PerLayer * sizeof(float);

    /// <summary>What enters a layer, [T, D].</summary>
    internal float* Residual(int row, int layer) => rows[row].Pointer + ((layer - 1) * (nint)places.PerLayer);

    /// <summary>Mixed values, [T, H*K].</summary>
    internal float* Mixed(int row, int layer) => Residual(row, layer) + places.Mixed;

    /// <summary>Rotated and scaled queries of one head (0-based), transposed, [K, KeyStride].</summary>
    internal float* Queries(int row, int layer, int head) =>
        Residual(row, layer) + places.Queries + ((nint)head * model.Spec.HeadWidth * model.KeyStride);

    /// <summary>Rotated keys of one head (0-based), [T, HeadStride].</summary>
    internal float* Keys(int row, int layer, int head) =>
        Residual(row, layer) + places.Keys + ((nint)head * model.Length * model.HeadStride);

    /// <summary>Values of one head (0-based), [T, HeadStride].</summary>
    internal float* Values(int row, int layer, int head) =>
        Residual(row, layer) + places.Values + ((nint)head * model.Length * model.HeadStride);

    /// <summary>Each query's largest score of one head (0-based), [KeyStride].</summary>
    internal float* Maxima(int row, int layer, int head) => Residual(row, layer) + places.Softmax + (2 * (nint)head * model.KeyStride);

    /// <summary>One over the sum of each query's weights before they are scaled, [KeyStride].</summary>
    internal float* InverseSums(int row, int layer, int head) => Maxima(row, layer, head) + model.KeyStride;

    /// <summary>Where the parts of a layer start, in floats; every part at a cache line.</summary>
    private readonly struct Places
    {
        private const int Line = 16;

        internal Places(SweepModel model)
        {
            (int length, int heads) = (model.Length, model.Spec.Heads);
            int next = 0;
            Mixed = After(length * model.Spec.Width);
            Queries = After(length * model.HeadsWidth);
            Keys = After(model.HeadsWidth * model.KeyStride);
            Values = After(heads * length * model.HeadStride);
            Softmax = After(heads * length * model.HeadStride);
            PerLayer = After(2 * heads * model.KeyStride);

            int After(int floats) => next = Lanes.RoundUp(checked(next + floats), Line);
        }

        internal int Mixed { get; }

        internal int Queries { get; }

        internal int Keys { get; }

        internal int Values { get; }

        internal int Softmax { get; }

        internal int PerLayer { get; }
    }
}
