using System.Buffers.Binary;
using System.Text;

namespace Bindscope.Runs.TensorBoard;

/// <summary>Builds one message in the Protocol Buffers wire format: just the field types that event files use.</summary>
/// <remarks>https://protobuf.dev/programming-guides/encoding: a field is a key (number and wire type) and a value.</remarks>
internal sealed class ProtobufMessage
{
    private const int VarintType = 0;
    private const int Fixed64Type = 1;
    private const int BytesType = 2;
    private const int Fixed32Type = 5;

    private readonly List<byte> bytes = [];

    public byte[] ToArray() => [.. bytes];

    public ProtobufMessage Integer(int field, long value)
    {
        Varint(Key(field, VarintType));
        Varint((ulong)value);
        return this;
    }

    public ProtobufMessage Double(int field, double value)
    {
        Span<byte> little = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(little, value);
        Varint(Key(field, Fixed64Type));
        bytes.AddRange(little);
        return this;
    }

    public ProtobufMessage Single(int field, float value)
    {
        Span<byte> little = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(little, value);
        Varint(Key(field, Fixed32Type));
        bytes.AddRange(little);
        return this;
    }

    public ProtobufMessage Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtobufMessage Message(int field, ProtobufMessage value) => Bytes(field, value.ToArray());

    private static ulong Key(int field, int type) => ((ulong)field << 3) | (uint)type;

    private ProtobufMessage Bytes(int field, byte[] value)
    {
        Varint(Key(field, BytesType));
        Varint((ulong)value.Length);
        bytes.AddRange(value);
        return this;
    }

    /// <summary>Seven bits a byte, lowest first; the top bit says that more follow.</summary>
    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
    }
}
