using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Model.Weights;

namespace Bindscope.Runs;

/// <summary>
/// A JSON file of a run that may stand compressed: NAME.json, or NAME.json.gz in its place, as packed runs have it where the file is large.
/// Callers name the plain file always; only this class knows which of the two is there.
/// </summary>
/// <remarks>
/// Where both are there, the plain one counts: it is written whole before the compressed one is removed, so it is the newer.
/// </remarks>
public static class StoredJson
{
    /// <summary>What a compressed file's name ends in after <c>.json</c>.</summary>
    public const string Ending = ".gz";

    private const string Damaged = "the compressed file is damaged or cut off";

    /// <summary>The file that is there.</summary>
    /// <param name="path">The plain file's path.</param>
    /// <returns>The path itself, the path with <see cref="Ending"/>, or null where there is neither.</returns>
    public static string? Find(string path) => File.Exists(path) ? path : File.Exists(path + Ending) ? path + Ending : null;

    /// <summary>Whether the file is there, in either form.</summary>
    /// <param name="path">The plain file's path.</param>
    public static bool Exists(string path) => Find(path) is not null;

    /// <summary>Whether a path is that of a JSON file, plain or compressed.</summary>
    /// <param name="path">The file as it is named.</param>
    public static bool Is(string path) =>
        path.EndsWith(".json", StringComparison.Ordinal) || path.EndsWith(".json" + Ending, StringComparison.Ordinal);

    /// <summary>The JSON files of a folder, each once and by its plain path, in the order of their names.</summary>
    /// <param name="directory">The folder; one that does not exist has none.</param>
    public static IEnumerable<string> In(string directory) => Directory.Exists(directory)
        ? Directory.EnumerateFiles(directory, "*.json").Concat(Directory.EnumerateFiles(directory, "*.json" + Ending).Select(Plain))
            .Distinct().Order(StringComparer.Ordinal)
        : [];

    /// <summary>Bytes of the plain content.</summary>
    /// <param name="path">The plain file's path.</param>
    /// <returns>0 where there is no file.</returns>
    public static long Length(string path)
    {
        if (Find(path) is not { } found)
        {
            return 0;
        }

        using FileStream file = OpenShared(found);
        return found == path ? file.Length : PlainLength(file);
    }

    /// <summary>The plain content.</summary>
    /// <param name="path">The plain file's path.</param>
    /// <exception cref="JsonException">The compressed file is damaged or cut off.</exception>
    /// <exception cref="IOException">There is no file, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string ReadText(string path)
    {
        using var reader = new StreamReader(new MemoryStream(ReadBytes(path)), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>The plain content.</summary>
    /// <param name="path">The plain file's path.</param>
    /// <returns>UTF-8.</returns>
    /// <exception cref="JsonException">The compressed file is damaged or cut off.</exception>
    /// <exception cref="IOException">There is no file, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] ReadBytes(string path)
    {
        using FileStream file = Open(path);
        using var content = new MemoryStream();
        if (!file.Name.EndsWith(Ending, StringComparison.Ordinal))
        {
            file.CopyTo(content);
            return content.ToArray();
        }

        long length = PlainLength(file);
        try
        {
            using var plain = new GZipStream(file, CompressionMode.Decompress);
            plain.CopyTo(content);
        }
        catch (InvalidDataException damaged)
        {
            throw new JsonException(Damaged, damaged);
        }

        // A file that was cut off ends early without an exception.
        return length > 0 && content.Length == length
            ? content.ToArray()
            : throw new JsonException(Damaged);
    }

    /// <summary>Writes the plain file, whole or not at all, and then removes a compressed one that it replaces.</summary>
    /// <param name="path">The plain file's path.</param>
    /// <param name="text">Its whole content.</param>
    /// <exception cref="UserException">The file cannot be written. What was there before is untouched.</exception>
    public static void Write(string path, string text)
    {
        WholeFile.WriteText(path, text);
        try
        {
            Disk.Delete(path + Ending);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Nobody reads it any more; the next write tries again.
        }
    }

    /// <summary>Writes a compressed copy: the same bytes for the same content always, without time or name.</summary>
    /// <param name="path">The plain file's path, of a file that is there in either form.</param>
    /// <param name="copy">The copy's plain path; the file that is written has <see cref="Ending"/> after it.</param>
    /// <param name="digits">Significant digits that fractions are rounded to (<see cref="JsonNumbers.Rounded"/>); 0 for all that they have.</param>
    /// <exception cref="UserException">The file cannot be written.</exception>
    /// <exception cref="JsonException">The file is damaged or cut off.</exception>
    public static void Compress(string path, string copy, int digits = 0)
    {
        byte[] content = ReadBytes(path);
        content = digits == 0 ? content : JsonNumbers.Rounded(content, digits);
        WholeFile.Write(copy + Ending, stream =>
        {
            using var packed = new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
            packed.Write(content);
        });
    }

    /// <summary>The last four bytes of gzip: the length of what it holds, modulo 2^32 (RFC 1952); no answer is that long.</summary>
    private static long PlainLength(FileStream compressed)
    {
        if (compressed.Length < sizeof(uint))
        {
            return 0;
        }

        Span<byte> last = stackalloc byte[sizeof(uint)];
        compressed.Seek(-last.Length, SeekOrigin.End);
        compressed.ReadExactly(last);
        compressed.Seek(0, SeekOrigin.Begin);
        return BinaryPrimitives.ReadUInt32LittleEndian(last);
    }

    private static string Plain(string compressed) => compressed[..^Ending.Length];

    /// <summary>Opens whichever is there, also while another process puts the plain one in the compressed one's place.</summary>
    private static FileStream Open(string path)
    {
        if (!File.Exists(path) && File.Exists(path + Ending))
        {
            try
            {
                return OpenShared(path + Ending);
            }
            catch (FileNotFoundException)
            {
                // It has just been replaced.
            }
        }

        return OpenShared(path);
    }

    private static FileStream OpenShared(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
