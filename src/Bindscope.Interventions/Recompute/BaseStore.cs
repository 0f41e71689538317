namespace Bindscope.Interventions.Recompute;

/// <summary>
/// What the base run of a block of rows leaves behind, from which a changed run continues: for every layer the residual stream that
/// enters it, its queries, keys and values, and what attention made of them.
/// </summary>
internal sealed unsafe class BaseStore : IDisposable
{
    private readonly PackedModel model;
    private readonly AlignedFloats memory;
    private readonly Places places;

    internal BaseStore(PackedModel model, int rows)
    {
        this.model = model;
        places = new Places(model);
        memory = new AlignedFloats(rows * model.Blocks.Length * places.PerLayer);
    }

    /// <summary>Bytes that one row takes.</summary>
    internal static long BytesPerRow(PackedModel model) => model.Blocks.Length * new Places(model).PerLayer * sizeof(float);

    /// <summary>What enters a layer, [T, Stride].</summary>
    internal float* Residual(int row, int layer) =>
        memory.Pointer + (((row * (long)model.Blocks.Length) + layer - 1) * places.PerLayer);

    /// <summary>Mixed values, [T, HeadsStride].</summary>
    internal float* Mixed(int row, int layer) => Residual(row, layer) + places.Mixed;

    /// <summary>Rotated and scaled queries of one head (0-based), transposed, [K, KeyStride].</summary>
    internal float* Queries(int row, int layer, int head) => Residual(row, layer) + places.Queries + (head * places.PerHead);

    /// <summary>Rotated keys of one head (0-based), [T, HeadStride].</summary>
    internal float* Keys(int row, int layer, int head) =>
        Residual(row, layer) + places.Keys + ((long)head * model.Length * model.HeadStride);

    /// <summary>Values of one head (0-based), [T, HeadStride].</summary>
    internal float* Values(int row, int layer, int head) =>
        Residual(row, layer) + places.Values + ((long)head * model.Length * model.HeadStride);

    /// <summary>Each query's largest score of one head (0-based), [KeyStride].</summary>
    internal float* Maxima(int row, int layer, int head) => Residual(row, layer) + places.Softmax + (2L * head * model.KeyStride);

    /// <summary>One over the sum of each query's weights before they are scaled, [KeyStride].</summary>
    internal float* InverseSums(int row, int layer, int head) => Maxima(row, layer, head) + model.KeyStride;

    public void Dispose() => memory.Dispose();

    /// <summary>Where the parts of a layer start, in floats; every part at a multiple of 16.</summary>
    private readonly struct Places
    {
        internal Places(PackedModel model)
        {
            PerHead = (long)model.Spec.HeadWidth * model.KeyStride;
            Mixed = (long)model.Length * model.Stride;
            Queries = Mixed + ((long)model.Length * model.HeadsStride);
            Keys = Queries + (model.Spec.Heads * PerHead);
            Values = Keys + ((long)model.Spec.Heads * model.Length * model.HeadStride);
            Softmax = Values + ((long)model.Spec.Heads * model.Length * model.HeadStride);
            PerLayer = Softmax + (2L * model.Spec.Heads * model.KeyStride);
        }

        internal long Mixed { get; }

        internal long Queries { get; }

        internal long Keys { get; }

        internal long Values { get; }

        internal long Softmax { get; }

        internal long PerHead { get; }

        internal long PerLayer { get; }
    }
}
