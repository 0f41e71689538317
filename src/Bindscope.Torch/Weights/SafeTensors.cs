using System.Buffers.Binary;
using System.Security.Cryptography;
using Bindscope.Errors;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Torch.Weights;

/// <summary>
/// Reads and writes safetensors files: eight bytes of header length, a JSON header, the tensors' bytes, little-endian and row by row.
/// Types F32, F16, BF16 and I64.
/// </summary>
/// <remarks>The format has no checksum, and a flipped bit in a weight would only make a model a little wrong. So the metadata of what is written here
/// holds the SHA-256 of the tensors' bytes, which reading compares; files without it are read, too.</remarks>
public static class SafeTensors
{
    /// <summary>The metadata's key of the checksum, in hexadecimal.</summary>
    internal const string Checksum = "sha256";

    private const long LargestHeader = 100_000_000;

    /// <summary>
    /// Writes tensors so that the same names and values give the same bytes, whatever their order: wide types first (which keeps
    /// them aligned), then by name.
    /// </summary>
    /// <param name="path">The file; a file that is there is replaced only once the new one is whole.</param>
    /// <param name="tensors">Any shapes, on any device.</param>
    /// <param name="metadata">Text that travels in the header; null for none.</param>
    /// <exception cref="UserException">The file cannot be written; what was there before is untouched.</exception>
    /// <exception cref="ArgumentException">Two tensors have one name, a name is the metadata's, a type is none of the four, or the metadata
    /// has the checksum's key.</exception>
    public static void Write(
        string path, IEnumerable<(string Name, Tensor Value)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        (string Name, Tensor Value)[] sorted =
        [
            .. tensors.OrderByDescending(tensor => SizeOf(tensor.Name, tensor.Value)).ThenBy(tensor => tensor.Name, StringComparer.Ordinal),
        ];
        if (sorted.Select(tensor => tensor.Name).Distinct(StringComparer.Ordinal).Count() != sorted.Length)
        {
            throw new ArgumentException("two tensors have the same name", nameof(tensors));
        }

        if (sorted.Any(tensor => tensor.Name == SafeTensorsHeader.MetadataKey))
        {
            throw new ArgumentException($"no tensor can have the name {SafeTensorsHeader.MetadataKey}", nameof(tensors));
        }

        var entries = new List<TensorEntry>();
        long begin = 0;
        foreach ((string name, Tensor value) in sorted)
        {
            long end = begin + (value.numel() * SizeOf(name, value));
            entries.Add(new TensorEntry(name, value.dtype, value.shape, begin, end));
            begin = end;
        }

        var described = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            { Checksum, ChecksumOf(sorted.Select(tensor => tensor.Value)) },
        };
        byte[] header = new SafeTensorsHeader(entries, described).ToBytes();
        WholeFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach ((_, Tensor value) in sorted)
            {
                WithBytes(value, stream.Write);
            }
        });
    }

    /// <summary>Reads a file whole, and refuses it where it departs from the format in any way.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its tensors, on the CPU, and its metadata without the checksum; the caller's to dispose.</returns>
    /// <exception cref="UserException">The file is missing or damaged; the message names it and what is wrong.</exception>
    public static SafeTensorsFile Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            using DisposeScope scope = NewDisposeScope();
            SafeTensorsHeader header = ReadHeader(stream);
            var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
            foreach (TensorEntry entry in header.Entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
            {
                tensors.Add(entry.Name, ReadTensor(stream, entry));
            }

            var metadata = new Dictionary<string, string>(header.Metadata, StringComparer.Ordinal);
            if (metadata.Remove(Checksum, out string? written) && written != ChecksumOf(tensors.Values))
            {
                throw new FormatException("its tensors are not those that were written: the checksum differs");
            }

            scope.Detach(tensors.Values);
            return new SafeTensorsFile(tensors, metadata);
        }
        catch (FormatException exception)
        {
            throw Damaged(path, exception.Message, exception);
        }
        catch (EndOfStreamException exception)
        {
            throw Damaged(path, "it became shorter while it was read", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            (string reason, string hint) = FileProblem.Of(exception);
            throw new UserException($"{path}: {reason}", hint, 3, exception);
        }
    }

    internal static UserException Damaged(string path, string problem, Exception? inner = null) => new(
        $"{path} cannot be used: {problem}", "copy the file again, or take another checkpoint; other files are not affected", 3, inner);

    private static SafeTensorsHeader ReadHeader(FileStream stream)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (stream.Length < prefix.Length)
        {
            throw new FormatException("it is too short to be a safetensors file");
        }

        stream.ReadExactly(prefix);
        long length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length is < 2 or > LargestHeader || length > stream.Length - prefix.Length)
        {
            throw new FormatException($"it says that its header has {length} bytes; it is no safetensors file, or it is truncated");
        }

        var json = new byte[length];
        stream.ReadExactly(json);
        return SafeTensorsHeader.Parse(json, stream.Length - stream.Position);
    }

    private static Tensor ReadTensor(FileStream stream, TensorEntry entry)
    {
        Tensor value = empty(entry.Shape, entry.Type);
        if (entry.End > entry.Begin)
        {
            stream.ReadExactly(value.bytes);
        }

        return value;
    }

    /// <summary>The SHA-256 of tensors' bytes, in their order.</summary>
    private static string ChecksumOf(IEnumerable<Tensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Tensor tensor in tensors)
        {
            WithBytes(tensor, hash.AppendData);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Hands on a tensor's bytes, row by row.</summary>
    private static void WithBytes(Tensor value, Action<ReadOnlySpan<byte>> use)
    {
        if (value.numel() == 0)
        {
            return;
        }

        using Tensor detached = value.detach();
        using Tensor host = detached.cpu();
        using Tensor contiguous = host.contiguous();
        use(contiguous.bytes);
    }

    private static int SizeOf(string name, Tensor value) => TensorTypes.NameOf(value.dtype) is null
        ? throw new ArgumentException($"tensor '{name}' has the type {value.dtype}; known are {TensorTypes.Names}")
        : TensorTypes.Size(value.dtype);
}
