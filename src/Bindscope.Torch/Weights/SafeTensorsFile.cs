using static TorchSharp.torch;

namespace Bindscope.Torch.Weights;

/// <summary>What a safetensors file held.</summary>
/// <param name="Tensors">By name, on the CPU; this object's to dispose.</param>
/// <param name="Metadata">The file's <c>__metadata__</c>; empty where it has none.</param>
public sealed record SafeTensorsFile(
    IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata) : IDisposable
{
    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in Tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
