using System.Buffers.Binary;
using System.Numerics;

namespace Bindscope.Runs.TensorBoard;

/// <summary>Frames records as TensorFlow does: length, checksum of the length, data, checksum of the data; all little-endian.</summary>
internal static class RecordFraming
{
    private const int LengthSize = sizeof(ulong);
    private const int ChecksumSize = sizeof(uint);

    public static byte[] Frame(ReadOnlySpan<byte> data)
    {
        var frame = new byte[LengthSize + ChecksumSize + data.Length + ChecksumSize];
        BinaryPrimitives.WriteUInt64LittleEndian(frame, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(LengthSize), Masked(Checksum(frame.AsSpan(0, LengthSize))));
        data.CopyTo(frame.AsSpan(LengthSize + ChecksumSize));
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(frame.Length - ChecksumSize), Masked(Checksum(data)));
        return frame;
    }

    /// <summary>CRC-32C (Castagnoli).</summary>
    internal static uint Checksum(ReadOnlySpan<byte> data)
    {
        var remainder = uint.MaxValue;
        foreach (var octet in data)
        {
            remainder = BitOperations.Crc32C(remainder, octet);
        }

        return ~remainder;
    }

    /// <summary>Records may hold checksums themselves; rotating and adding keeps the checksum of such data from degenerating.</summary>
    private static uint Masked(uint checksum) => unchecked(BitOperations.RotateRight(checksum, 15) + 0xA282EAD8);
}
