using System.Buffers.Binary;
using System.Text;

namespace Bindscope.Tests.Runs.TensorBoard;

/// <summary>An event of a TensorBoard file, read by the rules of protocol buffers and the numbers of event.proto and summary.proto.</summary>
internal sealed record StoredEvent(double WallTime, long Step, string FileVersion, IReadOnlyDictionary<string, float> Scalars, ulong SessionStatus)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Bytes = 2;
    private const int Fixed32 = 5;

    internal static StoredEvent Parse(ReadOnlySpan<byte> data)
    {
        var read = new StoredEvent(0, 0, "", new Dictionary<string, float>(StringComparer.Ordinal), 0);
        foreach ((int field, ulong number, byte[] bytes) in Fields(data))
        {
            read = field switch
            {
                1 => read with { WallTime = BitConverter.UInt64BitsToDouble(number) },
                2 => read with { Step = (long)number },
                3 => read with { FileVersion = Encoding.UTF8.GetString(bytes) },
                5 => read with { Scalars = Fields(bytes).Select(value => Scalar(value.Bytes)).ToDictionary(StringComparer.Ordinal) },
                7 => read with { SessionStatus = Fields(bytes).Single(one => one.Field == 1).Number },
                _ => throw new InvalidDataException($"an event has no field {field}"),
            };
        }

        return read;
    }

    private static KeyValuePair<string, float> Scalar(byte[] value)
    {
        var fields = Fields(value).ToDictionary(one => one.Field);
        return new(Encoding.UTF8.GetString(fields[1].Bytes), BitConverter.UInt32BitsToSingle((uint)fields[2].Number));
    }

    private static List<(int Field, ulong Number, byte[] Bytes)> Fields(ReadOnlySpan<byte> data)
    {
        var fields = new List<(int, ulong, byte[])>();
        while (data.Length > 0)
        {
            ulong key = ReadVarint(ref data);
            int size = (int)(key & 7) switch
            {
                Fixed64 => 8,
                Fixed32 => 4,
                Bytes => (int)ReadVarint(ref data),
                Varint => 0,
                _ => throw new InvalidDataException($"there is no wire type {key & 7}"),
            };
            ulong number = (int)(key & 7) switch
            {
                Fixed64 => BinaryPrimitives.ReadUInt64LittleEndian(data),
                Fixed32 => BinaryPrimitives.ReadUInt32LittleEndian(data),
                Varint => ReadVarint(ref data),
                _ => 0,
            };
            fields.Add(((int)(key >> 3), number, data[..size].ToArray()));
            data = data[size..];
        }

        return fields;
    }

    private static ulong ReadVarint(ref ReadOnlySpan<byte> data)
    {
        ulong number = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte octet = data[0];
            data = data[1..];
            number |= (ulong)(octet & 0x7F) << shift;
            if (octet < 0x80)
            {
                return number;
            }
        }
    }
}
