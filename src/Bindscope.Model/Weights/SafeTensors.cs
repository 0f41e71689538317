using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Bindscope.Errors;
using Bindscope.Numerics;

namespace Bindscope.Model.Weights;

/// <summary>
/// Reads and writes safetensors files: eight bytes of header length, a JSON header, the tensors' bytes, little-endian and row by row.
/// Types F32, F16, BF16 and F64, of which numbers of 64 bits are rounded to the nearest of 32.
/// </summary>
/// <remarks>The format has no checksum, and a flipped bit in a weight would only make a model a little wrong. So the metadata of what is written here
/// holds one (<see cref="SafeTensorsChecksum"/>), which reading compares; files without it are read, too.</remarks>
public static class SafeTensors
{
    /// <summary>What files of earlier versions hold instead: the SHA-256 of the tensors' bytes alone.</summary>
    internal const string EarlierChecksum = "sha256";

    private const long LargestHeader = 100_000_000;

    /// <summary>Writes tensors so that the same names and values give the same bytes, whatever their order: sorted by name.</summary>
    /// <param name="path">The file; a file that is there is replaced only once the new one is whole.</param>
    /// <param name="tensors">Any shapes.</param>
    /// <param name="metadata">Text that travels in the header; null for none.</param>
    /// <param name="precision">Bits of each number; rounded to the nearest.</param>
    /// <exception cref="UserException">The file cannot be written; what was there before is untouched.</exception>
    /// <exception cref="ArgumentException">Two tensors have one name, a name is the metadata's, or the metadata has the checksum's
    /// key.</exception>
    public static void Write(
        string path,
        IEnumerable<(string Name, Tensor Value)> tensors,
        IReadOnlyDictionary<string, string>? metadata = null,
        WeightPrecision precision = WeightPrecision.Single)
    {
        (string Name, Tensor Value)[] sorted = [.. tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];
        if (sorted.Select(tensor => tensor.Name).Distinct(StringComparer.Ordinal).Count() != sorted.Length)
        {
            throw new ArgumentException("two tensors have the same name", nameof(tensors));
        }

        if (sorted.Any(tensor => tensor.Name == SafeTensorsHeader.MetadataKey))
        {
            throw new ArgumentException($"no tensor can have the name {SafeTensorsHeader.MetadataKey}", nameof(tensors));
        }

        StoredType type = precision == WeightPrecision.Half ? StoredType.F16 : StoredType.F32;
        var entries = new List<TensorEntry>();
        long begin = 0;
        foreach ((string name, Tensor value) in sorted)
        {
            long end = begin + ((long)value.Length * TensorTypes.Size(type));
            entries.Add(new TensorEntry(name, type, Array.ConvertAll(value.Shape.ToArray(), size => (long)size), begin, end));
            begin = end;
        }

        using var checksum = new SafeTensorsChecksum();
        foreach ((TensorEntry entry, (_, Tensor value)) in entries.Zip(sorted))
        {
            checksum.Describe(entry);
            WithBytes(value, type, checksum.Bytes);
        }

        var described = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            { SafeTensorsChecksum.Key, checksum.Finish() },
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
                WithBytes(value, type, stream.Write);
            }
        });
    }

    /// <summary>Reads a file whole, and refuses it where it departs from the format in any way.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its tensors, and its metadata without the checksum.</returns>
    /// <exception cref="UserException">The file is missing or damaged; the message names it and what is wrong.</exception>
    public static SafeTensorsFile Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            using var checksum = new SafeTensorsChecksum();
            using var bytesAlone = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            SafeTensorsHeader header = ReadHeader(stream);
            var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
            foreach (TensorEntry entry in header.Entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
            {
                checksum.Describe(entry);
                tensors.Add(entry.Name, ReadTensor(stream, entry, Add));
            }

            var metadata = new Dictionary<string, string>(header.Metadata, StringComparer.Ordinal);
            if ((metadata.Remove(SafeTensorsChecksum.Key, out string? written) && written != checksum.Finish())
                || (metadata.Remove(EarlierChecksum, out string? earlier) && earlier != Convert.ToHexStringLower(bytesAlone.GetHashAndReset())))
            {
                throw new FormatException("its tensors are not those that were written: the checksum differs");
            }

            return new SafeTensorsFile(tensors, metadata);

            void Add(ReadOnlySpan<byte> bytes)
            {
                checksum.Bytes(bytes);
                bytesAlone.AppendData(bytes);
            }
        }
        catch (FormatException exception)
        {
            throw ForeignFile.Find(path) is var (words, hint)
                ? new UserException($"{path} cannot be used: {words}", hint, 3, exception)
                : Damaged(path, exception.Message, exception);
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

    private static Tensor ReadTensor(FileStream stream, TensorEntry entry, Action<ReadOnlySpan<byte>> use)
    {
        if (entry.Shape.Any(size => size > int.MaxValue) || (entry.End - entry.Begin) / TensorTypes.Size(entry.Type) > int.MaxValue - 128)
        {
            throw new FormatException($"tensor '{entry.Name}' has a shape that is not supported");
        }

        var value = new Tensor(Array.ConvertAll(entry.Shape, size => (int)size));
        if (entry.Type == StoredType.F32)
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(value.Values);
            stream.ReadExactly(bytes);
            use(bytes);
            return value;
        }

        if (entry.Type == StoredType.F64)
        {
            var doubles = new double[value.Length];
            stream.ReadExactly(MemoryMarshal.AsBytes(doubles.AsSpan()));
            use(MemoryMarshal.AsBytes(doubles.AsSpan()));
            for (int i = 0; i < doubles.Length; i++)
            {
                value.Values[i] = (float)doubles[i];
            }

            return value;
        }

        var shorts = new ushort[value.Length];
        stream.ReadExactly(MemoryMarshal.AsBytes(shorts.AsSpan()));
        use(MemoryMarshal.AsBytes(shorts.AsSpan()));
        for (int i = 0; i < shorts.Length; i++)
        {
            value.Values[i] = entry.Type == StoredType.F16
                ? (float)BitConverter.UInt16BitsToHalf(shorts[i])
                : BitConverter.UInt32BitsToSingle((uint)shorts[i] << 16);
        }

        return value;
    }

    /// <summary>Hands on a tensor's bytes, row by row.</summary>
    private static void WithBytes(Tensor value, StoredType type, Action<ReadOnlySpan<byte>> use)
    {
        if (type == StoredType.F32)
        {
            use(MemoryMarshal.AsBytes(value.Values));
            return;
        }

        var halves = new Half[value.Length];
        for (int i = 0; i < halves.Length; i++)
        {
            halves[i] = (Half)value.Values[i];
        }

        use(MemoryMarshal.AsBytes(halves.AsSpan()));
    }
}

/// <summary>What a safetensors file held.</summary>
/// <param name="Tensors">By name; numbers of 16 bits are widened, which is exact, those of 64 rounded.</param>
/// <param name="Metadata">The file's <c>__metadata__</c>; empty where it has none.</param>
public sealed record SafeTensorsFile(IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata);

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

/// <summary>How a safetensors file holds a number.</summary>
internal enum StoredType
{
    /// <summary>32 bits.</summary>
    F32,

    /// <summary>16 bits of IEEE 754.</summary>
    F16,

    /// <summary>The upper 16 bits of 32.</summary>
    BF16,

    /// <summary>64 bits; read alone.</summary>
    F64,
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

    internal static int Size(StoredType type) => type switch { StoredType.F64 => 8, StoredType.F32 => 4, _ => 2 };
}
