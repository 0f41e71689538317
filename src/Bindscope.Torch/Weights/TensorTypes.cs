using static TorchSharp.torch;

namespace Bindscope.Torch.Weights;

/// <summary>The element types that are read and written, under the names that safetensors gives them.</summary>
internal static class TensorTypes
{
    private static readonly (string Name, ScalarType Type, int Size)[] Known =
    [
        ("F32", ScalarType.Float32, 4),
        ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8),
    ];

    /// <summary>For error messages.</summary>
    internal static string Names => string.Join(", ", Known.Select(known => known.Name));

    internal static ScalarType? Parse(string? name) =>
        Known.Where(known => known.Name == name).Select(known => (ScalarType?)known.Type).FirstOrDefault();

    internal static string? NameOf(ScalarType type) => Known.FirstOrDefault(known => known.Type == type).Name;

    internal static int Size(ScalarType type) => Known.First(known => known.Type == type).Size;
}
