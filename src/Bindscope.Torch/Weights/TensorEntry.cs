using static TorchSharp.torch;

namespace Bindscope.Torch.Weights;

/// <summary>What a safetensors header says of one tensor; offsets are bytes from the end of the header.</summary>
internal sealed record TensorEntry(string Name, ScalarType Type, long[] Shape, long Begin, long End);
