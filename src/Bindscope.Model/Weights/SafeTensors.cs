using System.Buffers.Binary;
using Bindscope.Errors;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Model.Weights;

/// <summary>
/// Reads and writes safetensors files: eight bytes of header length, a JSON header, the tensors' bytes, little-endian and row by row.
/// Types F32, F16, BF16 and I64.
/// </summary>
public static class SafeTensors
{
    private const long LargestHeader = 100_000_000;

    /// <summary>
    /// Writes tensors so that the same names and values give the same bytes, whatever their order: wide types first (which keeps
    /// them aligned), then by name.
    /// </summary>
    /// <param name="path">The file; a file that is there is replaced only once the new one is whole.</param>
    /// <param name="tensors">Any shapes, on any device.</param>
    /// <param name="metadata">Text that travels in the header; null for none.</param>
    /// <exception cref="UserException">The file cannot be written; what was there before is untouched.</exception>
    /// <exception cref="ArgumentException">Two tensors have one name, a name is the metadata's, or a type is none of the four.</exception>
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

        byte[] header = new SafeTensorsHeader(entries, metadata ?? new Dictionary<string, string>()).ToBytes();
        WholeFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach ((_, Tensor value) in sorted)
            {
                WriteBytes(stream, value);
            }
        });
    }

    /// <summary>Reads a file whole, and refuses it where it departs from the format in any way.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its tensors, on the CPU, and its metadata; the caller's to dispose.</returns>
    /// <exception cref="UserException">The file is missing or damaged; the message names it and what is wrong.</exception>
    public static SafeTensorsFile Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            using DisposeScope scope = NewDisposeScope();
            SafeTensorsHeader header = ReadHeader(stream);
            var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
            long start = stream.Position;
            foreach (TensorEntry entry in header.Entries)
            {
                stream.Position = start + entry.Begin;
                tensors.Add(entry.Name, ReadTensor(stream, entry));
            }

            scope.Detach(tensors.Values);
            return new SafeTensorsFile(tensors, header.Metadata);
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

    private static void WriteBytes(Stream stream, Tensor value)
    {
        if (value.numel() == 0)
        {
            return;
        }

        using Tensor detached = value.detach();
        using Tensor host = detached.cpu();
        using Tensor contiguous = host.contiguous();
        stream.Write(contiguous.bytes);
    }

    private static int SizeOf(string name, Tensor value) => TensorTypes.NameOf(value.dtype) is null
        ? throw new ArgumentException($"tensor '{name}' has the type {value.dtype}; known are {TensorTypes.Names}")
        : TensorTypes.Size(value.dtype);
}
