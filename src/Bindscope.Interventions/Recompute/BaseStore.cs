namespace Bindscope.Interventions.Recompute;

/// <summary>
/// What the base run of a block of rows leaves behind: for every layer the residual stream that enters it and its queries, keys and
/// values, from which a changed run continues.
/// </summary>
internal sealed unsafe class BaseStore : IDisposable
{
    private readonly PackedModel model;
    private readonly AlignedFloats memory;
    private readonly long queries;
    private readonly long keys;
    private readonly long values;
    private readonly long perLayer;

    internal BaseStore(PackedModel model, int rows)
    {
        this.model = model;
        (queries, keys, values, perLayer) = Places(model);
        memory = new AlignedFloats(rows * model.Blocks.Length * perLayer);
    }

    /// <summary>Bytes that one row takes.</summary>
    internal static long BytesPerRow(PackedModel model) => model.Blocks.Length * Places(model).PerLayer * sizeof(float);

    /// <summary>What enters a layer, [T, Stride].</summary>
    internal float* Residual(int row, int layer) => memory.Pointer + (((row * (long)model.Blocks.Length) + layer - 1) * perLayer);

    /// <summary>Rotated and scaled queries, [T, HeadsStride].</summary>
    internal float* Queries(int row, int layer) => Residual(row, layer) + queries;

    /// <summary>Rotated keys of one head (0-based), transposed, [K, KeyStride].</summary>
    internal float* Keys(int row, int layer, int head) =>
        Residual(row, layer) + keys + ((long)head * model.Spec.HeadWidth * model.KeyStride);

    /// <summary>Values of one head (0-based), [T, HeadStride].</summary>
    internal float* Values(int row, int layer, int head) => Residual(row, layer) + values + ((long)head * model.Length * model.HeadStride);

    public void Dispose() => memory.Dispose();

    private static (long Queries, long Keys, long Values, long PerLayer) Places(PackedModel model)
    {
        long queries = (long)model.Length * model.Stride;
        long keys = queries + ((long)model.Length * model.HeadsStride);
        long values = keys + ((long)model.Spec.Heads * AlignedFloats.Padded(model.Spec.HeadWidth * model.KeyStride, 16));
        long end = values + ((long)model.Spec.Heads * model.Length * model.HeadStride);
        return (queries, keys, values, end);
    }
}
