namespace Bindscope.Model.Weights;

/// <summary>How a safetensors file holds a number.</summary>
internal enum StoredType
{
    /// <summary>32 bits.</summary>
    F32,

    /// <summary>16 bits of IEEE 754.</summary>
    F16,

    /// <summary>The upper 16 bits of 32.</summary>
    BF16,
}

/// <summary>What a safetensors header says of one tensor; offsets are bytes from the end of the header.</summary>
internal sealed record TensorEntry(string Name, StoredType Type, long[] Shape, long Begin, long End);

/// <summary>The element types under the names that safetensors gives them.</summary>
internal static class TensorTypes
{
    /// <summary>For error messages.</summary>
    internal static string Names => string.Join(", ", Enum.GetNames<StoredType>());

    internal static StoredType? Parse(string? name) =>
        Enum.GetNames<StoredType>().Contains(name, StringComparer.Ordinal) ? Enum.Parse<StoredType>(name!) : null;

    internal static string NameOf(StoredType type) => type.ToString();

    internal static int Size(StoredType type) => type == StoredType.F32 ? 4 : 2;
}
