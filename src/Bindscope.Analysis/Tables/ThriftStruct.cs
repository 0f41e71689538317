using System.Text;

namespace Bindscope.Analysis.Tables;

/// <summary>A struct of Apache Thrift's compact protocol, as far as Parquet's metadata needs it. Fields are added in rising order.</summary>
/// <remarks>The protocol: Apache Thrift, doc/specs/thrift-compact-protocol.md.</remarks>
internal sealed class ThriftStruct
{
    private const int I32 = 5, I64 = 6, Binary = 8, List = 9, Struct = 12;

    private readonly List<byte> bytes = [];
    private int last;

    /// <summary>A 32-bit number, or a choice by its number.</summary>
    internal ThriftStruct Int(int field, int value) => Begin(field, I32).ZigZag(value);

    /// <summary>A 64-bit number.</summary>
    internal ThriftStruct Long(int field, long value) => Begin(field, I64).ZigZag(value);

    /// <summary>A text.</summary>
    internal ThriftStruct Text(int field, string value) => Begin(field, Binary).Bytes(value);

    /// <summary>A struct.</summary>
    internal ThriftStruct Inner(int field, ThriftStruct value) => Begin(field, Struct).End(value);

    /// <summary>A list of structs.</summary>
    internal ThriftStruct Inners(int field, IReadOnlyCollection<ThriftStruct> values) => Listed(field, Struct, values, value => End(value));

    /// <summary>A list of 32-bit numbers.</summary>
    internal ThriftStruct Ints(int field, params IReadOnlyCollection<int> values) => Listed(field, I32, values, value => ZigZag(value));

    /// <summary>A list of texts.</summary>
    internal ThriftStruct Texts(int field, params IReadOnlyCollection<string> values) => Listed(field, Binary, values, value => Bytes(value));

    /// <summary>The struct's bytes.</summary>
    internal byte[] ToBytes() => [.. bytes, 0];

    private ThriftStruct Begin(int field, int type)
    {
        int step = field - last;
        last = field;
        bytes.Add((byte)((step << 4) | type));
        return this;
    }

    private ThriftStruct Listed<T>(int field, int type, IReadOnlyCollection<T> values, Action<T> write)
    {
        Begin(field, List);
        const int Short = 15;
        bytes.Add((byte)((Math.Min(values.Count, Short) << 4) | type));
        if (values.Count >= Short)
        {
            Varint((ulong)values.Count);
        }

        foreach (T value in values)
        {
            write(value);
        }

        return this;
    }

    private ThriftStruct End(ThriftStruct value)
    {
        bytes.AddRange(value.ToBytes());
        return this;
    }

    private ThriftStruct Bytes(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Varint((ulong)utf8.Length);
        bytes.AddRange(utf8);
        return this;
    }

    private ThriftStruct ZigZag(long value)
    {
        Varint((ulong)((value << 1) ^ (value >> 63)));
        return this;
    }

    private void Varint(ulong value) => Varint(bytes, value);

    /// <summary>A number by seven bits a byte, the lowest first: Thrift's and Parquet's.</summary>
    internal static void Varint(List<byte> bytes, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
    }
}
