using System.Buffers.Binary;
using System.IO.Compression;

namespace Bindscope.Web.Export;

/// <summary>Writes a picture as a PNG file: true colour, 8 bits a channel, no filter.</summary>
/// <remarks>Portable Network Graphics (PNG) Specification, W3C, second edition: chunks section 5.3, checksums annex D.</remarks>
internal static class PngFile
{
    private static readonly uint[] Checksums = [.. Enumerable.Range(0, 256).Select(index => Enumerable.Range(0, 8).Aggregate(
        (uint)index, (value, _) => (value & 1) != 0 ? 0xEDB88320u ^ (value >> 1) : value >> 1))];

    /// <summary>Encodes a picture.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="pixels">Red, green and blue of each pixel, row by row from the top.</param>
    /// <returns>The file's bytes.</returns>
    internal static byte[] Of(int width, int height, ReadOnlySpan<byte> pixels)
    {
        using var rows = new MemoryStream();
        using (var packed = new ZLibStream(rows, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (int y = 0; y < height; y++)
            {
                packed.WriteByte(0);
                packed.Write(pixels.Slice(3 * width * y, 3 * width));
            }
        }

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, 2);
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "IDAT"u8, rows.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(kind);
        file.Write(content);
        uint checksum = 0xFFFFFFFF;
        foreach (byte one in (ReadOnlySpan<byte>)[.. kind, .. content])
        {
            checksum = Checksums[(checksum ^ one) & 0xFF] ^ (checksum >> 8);
        }

        BinaryPrimitives.WriteUInt32BigEndian(number, ~checksum);
        file.Write(number);
    }
}
