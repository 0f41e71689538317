using Bindscope.Model.Kernels;

namespace Bindscope.Interventions.Recompute;

/// <summary>One worker's buffers, a row a token, reused from one piece of work to the next.</summary>
internal sealed unsafe class Workspace : IDisposable
{
    private readonly List<AlignedFloats> owned = [];

    /// <param name="model">Gives the widths.</param>
    /// <param name="items">Items at once.</param>
    /// <param name="tokens">Tokens of all items together.</param>
    internal Workspace(PackedModel model, int items, int tokens)
    {
        Items = items;
        Tokens = tokens;
        Inputs = new TokenList(items, tokens);
        Outputs = new TokenList(items, tokens);
        Previous = new TokenList(items, tokens);
        FirstKeyChange = new int[items];
        QueryRows = new int[tokens];
        InputRows = new int[tokens];
        Marks = new bool[model.Length];
        long rows = tokens + MatrixTiles.Rows; // Products take rows in eights.
        Residual = Take(rows * model.Stride);
        Middle = Take(rows * model.Stride);
        Next = Take(rows * model.Stride);
        Normal = Take(rows * model.Stride);
        Branch = Take(rows * model.Stride);
        Queries = Take(rows * model.HeadsStride);
        Keys = Take(rows * model.HeadsStride);
        Values = Take(rows * model.HeadsStride);
        Mixed = Take(rows * model.HeadsStride);
        Hidden = Take(rows * model.Blocks[0].MlpInput.Stride);
        Logits = Take(rows * model.Unembedding.Stride);
        Attention = new ItemAttention(model);
        OneKey = new OneKeyAttention(model);
    }

    /// <summary>Bytes of one token in all buffers.</summary>
    internal static long BytesPerToken(PackedModel model) => sizeof(float)
        * ((5L * model.Stride) + (4L * model.HeadsStride) + model.Blocks[0].MlpInput.Stride + model.Unembedding.Stride);

    internal int Items { get; }

    internal int Tokens { get; }

    /// <summary>The tokens whose residual stream differs on entering the layer, or that an intervention changes before attention.</summary>
    internal TokenList Inputs { get; private set; }

    /// <summary>The tokens whose residual stream may differ after attention.</summary>
    internal TokenList Outputs { get; private set; }

    /// <summary>The outputs of the layer before.</summary>
    internal TokenList Previous { get; private set; }

    /// <summary>Of each item, the first position whose keys or values differ; int.MaxValue where none does.</summary>
    internal int[] FirstKeyChange { get; }

    /// <summary>Of each input, its row in <see cref="Queries"/>; -1 where its query is not needed.</summary>
    internal int[] QueryRows { get; }

    /// <summary>Of each output, its row among the inputs; -1 where it is none.</summary>
    internal int[] InputRows { get; }

    /// <summary>Positions of the item at hand; all false between uses.</summary>
    internal bool[] Marks { get; }

    /// <summary>Of each input, what enters the layer.</summary>
    internal float* Residual { get; }

    /// <summary>Of each output, the residual stream between attention and MLP.</summary>
    internal float* Middle { get; }

    /// <summary>Of each output, what leaves the layer.</summary>
    internal float* Next { get; }

    internal float* Normal { get; }

    internal float* Branch { get; }

    internal float* Queries { get; }

    internal float* Keys { get; }

    internal float* Values { get; }

    internal float* Mixed { get; }

    internal float* Hidden { get; }

    internal float* Logits { get; }

    internal ItemAttention Attention { get; }

    internal OneKeyAttention OneKey { get; }

    /// <summary>The outputs become the previous layer's.</summary>
    internal void NextLayer() => (Previous, Outputs) = (Outputs, Previous);

    public void Dispose()
    {
        owned.ForEach(memory => memory.Dispose());
        Attention.Dispose();
        OneKey.Dispose();
    }

    private float* Take(long floats)
    {
        var memory = new AlignedFloats(floats);
        owned.Add(memory);
        return memory.Pointer;
    }
}
