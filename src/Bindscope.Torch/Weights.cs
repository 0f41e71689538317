using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Torch;

/// <summary>
/// A model's weights on a device: a copy of the engine's flat float32 values, and a named view of it for every tensor of the model, which is
/// what a gradient is taken for. In mixed precision the views of the blocks' linear layers are of a second copy, rounded to bfloat16.
/// </summary>
internal sealed class Weights : IDisposable
{
    private readonly ParameterTable table;
    private readonly Tensor host;
    private readonly Tensor flat;
    private readonly Tensor? rounded;
    private readonly Dictionary<string, Tensor> byName;

    /// <summary>Room for the weights of a model.</summary>
    /// <param name="spec">Its shape.</param>
    /// <param name="mixed">Whether the blocks' linear layers are rounded to bfloat16.</param>
    /// <param name="device">Where they are to be.</param>
    internal Weights(ModelSpec spec, bool mixed, Device device)
    {
        table = ParameterTable.Of(spec);
        host = zeros(table.Length).DetachFromDisposeScope();
        flat = zeros(table.Length, device: device).DetachFromDisposeScope();
        rounded = mixed ? zeros(table.Length, ScalarType.BFloat16, device).DetachFromDisposeScope() : null;
        byName = table.Entries.ToDictionary(entry => entry.Name, View, StringComparer.Ordinal);
    }

    /// <summary>Every tensor of the model, in the order of the flat values.</summary>
    internal Tensor[] All => [.. table.Entries.Select(entry => byName[entry.Name])];

    /// <summary>A tensor of the model; null where it has none of that name.</summary>
    /// <param name="name">Its name, as docs/model.md lists them.</param>
    internal Tensor? this[string name] => byName.GetValueOrDefault(name);

    /// <summary>Takes the engine's weights over.</summary>
    /// <param name="values">[N].</param>
    internal void Take(ReadOnlySpan<float> values)
    {
        using IDisposable noGrad = no_grad();
        values.CopyTo(MemoryMarshal.Cast<byte, float>(host.bytes));
        flat.copy_(host);
        rounded?.copy_(flat);
    }

    /// <summary>Hands a gradient to the engine.</summary>
    /// <param name="gradients">One for each of <see cref="All"/>.</param>
    /// <param name="values">Receives them, [N].</param>
    internal void Give(IEnumerable<Tensor> gradients, Span<float> values)
    {
        using IDisposable noGrad = no_grad();
        host.copy_(cat([.. gradients.Select(gradient => gradient.flatten().to(ScalarType.Float32))]));
        MemoryMarshal.Cast<byte, float>(host.bytes).CopyTo(values);
    }

    /// <summary>Frees them.</summary>
    public void Dispose()
    {
        foreach (Tensor view in byName.Values)
        {
            view.Dispose();
        }

        host.Dispose();
        flat.Dispose();
        rounded?.Dispose();
    }

    /// <summary>Detached, so that the flat values can be overwritten and their views differentiated without autograd relating them.</summary>
    private Tensor View(ParameterTable.Entry entry)
    {
        using IDisposable noGrad = no_grad();
        using Tensor part = (entry.InLinearLayer && rounded is not null ? rounded : flat).narrow(0, entry.Start, entry.Count);
        using Tensor shaped = part.view(entry.Shape);
        return shaped.detach().DetachFromDisposeScope().requires_grad_(true);
    }
}
