using Bindscope.Numerics;

namespace Bindscope.Model.Weights;

/// <summary>What a safetensors file held.</summary>
/// <param name="Tensors">By name; numbers of 16 bits are widened, which is exact.</param>
/// <param name="Metadata">The file's <c>__metadata__</c>; empty where it has none.</param>
public sealed record SafeTensorsFile(IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata);
