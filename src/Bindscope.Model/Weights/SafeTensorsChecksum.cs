using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bindscope.Model.Weights;

/// <summary>
/// The checksum in a safetensors file's metadata: SHA-256 of what the header says of each tensor and of the tensors' bytes, in the order of the
/// bytes. Offsets of two tensors that change places, or a name, are noticed as well as a bit in a weight.
/// </summary>
internal sealed class SafeTensorsChecksum : IDisposable
{
    /// <summary>The metadata's key.</summary>
    internal const string Key = "checksum";

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds a tensor's description; its bytes follow with <see cref="Bytes"/>.</summary>
    internal void Describe(TensorEntry entry) => hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{entry.Name}\n{TensorTypes.NameOf(entry.Type)} {string.Join(',', entry.Shape)} {entry.Begin} {entry.End}\n")));

    /// <summary>Adds bytes of the tensor that was described last.</summary>
    internal void Bytes(ReadOnlySpan<byte> bytes) => hash.AppendData(bytes);

    /// <summary>The checksum in hexadecimal.</summary>
    internal string Finish() => Convert.ToHexStringLower(hash.GetHashAndReset());

    public void Dispose() => hash.Dispose();
}
