using System.Collections.Concurrent;
using Bindscope.Numerics;

namespace Bindscope.Interventions.Recompute;

/// <summary>One worker's buffers, a row a token, reused from one piece of work to the next.</summary>
internal sealed unsafe class Workspace
{
    private readonly List<Tensor> owned = [];

    /// <param name="model">Gives the widths.</param>
    /// <param name="items">Items at once.</param>
    /// <param name="tokens">Tokens of all items together.</param>
    internal Workspace(SweepModel model, int items, int tokens)
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
        (int width, int heads) = (model.Spec.Width, model.HeadsWidth);
        Residual = Take(tokens, width);
        Middle = Take(tokens, width);
        Next = Take(tokens, width);
        Normal = Take(tokens, width);
        Branch = Take(tokens, width);
        Queries = Take(tokens, heads);
        Keys = Take(tokens, heads);
        Values = Take(tokens, heads);
        Mixed = Take(tokens, heads);
        Hidden = Take(tokens, model.Spec.MlpWidth);
        Logits = Take(tokens, model.Columns);
        Attention = new ItemAttention(model);
        OneKey = new OneKeyAttention(model);
    }

    /// <summary>Bytes of one token in all buffers.</summary>
    internal static long BytesPerToken(SweepModel model) => sizeof(float)
        * ((5L * model.Spec.Width) + (4L * model.HeadsWidth) + model.Spec.MlpWidth + model.Columns);

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

    private float* Take(int rows, int width)
    {
        var memory = new Tensor(rows, width);
        owned.Add(memory);
        return memory.Pointer;
    }
}

/// <summary>The workers' buffers. As many are made as are in use at once.</summary>
internal sealed class WorkspacePool(SweepModel model, int tokens)
{
    private readonly ConcurrentBag<Workspace> free = [];

    /// <summary>Buffers that nobody else uses.</summary>
    internal Workspace Rent() => free.TryTake(out Workspace? workspace) ? workspace : new Workspace(model, tokens, tokens);

    /// <summary>Gives them back.</summary>
    internal void Return(Workspace workspace) => free.Add(workspace);
}
