using System.Text;
using Bindscope.Errors;
using Bindscope.Model.Weights;

namespace Bindscope.Analysis.Tables;

/// <summary>
/// A table of runs as a Parquet file: whole numbers as int64, other numbers as double, all else as UTF-8 text; every column may be null. One row group,
/// one page a column, no compression and no dictionary: what any reader of Parquet knows.
/// </summary>
/// <remarks>The format: Apache Parquet, parquet-format, README and parquet.thrift. A test reads the files with another program's reader.</remarks>
public static class ParquetFile
{
    private const int Optional = 1, Utf8 = 0, Plain = 0, RunLength = 3, Uncompressed = 0, DataPage = 0;

    private static readonly byte[] Magic = "PAR1"u8.ToArray();

    /// <summary>Parquet's number of a type.</summary>
    private enum ColumnType
    {
        Int64 = 2,
        Double = 5,
        Text = 6,
    }

    /// <summary>Writes a table, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="table">The table.</param>
    /// <exception cref="UserException">The file cannot be written.</exception>
    public static void Write(string path, RunsTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        byte[] content = ToBytes(table);
        WholeFile.Write(path, stream => stream.Write(content));
    }

    private static byte[] ToBytes(RunsTable table)
    {
        using var file = new MemoryStream();
        file.Write(Magic);
        var chunks = new List<ThriftStruct>();
        var schema = new List<ThriftStruct> { new ThriftStruct().Text(4, "runs").Int(5, table.Columns.Length) };
        for (int column = 0; column < table.Columns.Length; column++)
        {
            object?[] values = [.. table.Rows.Select(row => row[column])];
            ColumnType type = TypeOf(values);
            ThriftStruct element = new ThriftStruct().Int(1, (int)type).Int(3, Optional).Text(4, table.Columns[column]);
            schema.Add(type == ColumnType.Text ? element.Int(6, Utf8) : element);
            long begin = file.Length;
            file.Write(Page(values, type));
            long size = file.Length - begin;
            chunks.Add(new ThriftStruct().Long(2, begin).Inner(3, new ThriftStruct()
                .Int(1, (int)type).Ints(2, Plain, RunLength).Texts(3, table.Columns[column]).Int(4, Uncompressed)
                .Long(5, values.Length).Long(6, size).Long(7, size).Long(9, begin)));
        }

        byte[] metadata = new ThriftStruct()
            .Int(1, 1)
            .Inners(2, schema)
            .Long(3, table.Rows.Length)
            .Inners(4, [new ThriftStruct().Inners(1, chunks).Long(2, file.Length - Magic.Length).Long(3, table.Rows.Length)])
            .Text(6, "bindscope")
            .ToBytes();
        file.Write(metadata);
        file.Write(BitConverter.GetBytes(metadata.Length));
        file.Write(Magic);
        return file.ToArray();
    }

    /// <summary>A page: its header, then which values are there, then those values.</summary>
    private static byte[] Page(object?[] values, ColumnType type)
    {
        byte[] levels = Levels(values);
        IEnumerable<byte> there = values.Where(value => value is not null).SelectMany(value => Value(value!, type));
        byte[] content = [.. BitConverter.GetBytes(levels.Length), .. levels, .. there];
        byte[] header = new ThriftStruct()
            .Int(1, DataPage).Int(2, content.Length).Int(3, content.Length)
            .Inner(5, new ThriftStruct().Int(1, values.Length).Int(2, Plain).Int(3, RunLength).Int(4, RunLength))
            .ToBytes();
        return [.. header, .. content];
    }

    /// <summary>Definition levels as runs: 1 for a value, 0 for null. A run is its length shifted by one bit, in groups of seven bits, and the level.</summary>
    private static byte[] Levels(object?[] values)
    {
        var runs = new List<byte>();
        for (int i = 0; i < values.Length;)
        {
            bool isThere = values[i] is not null;
            int begin = i;
            while (i < values.Length && values[i] is not null == isThere)
            {
                i++;
            }

            ThriftStruct.Varint(runs, (uint)(i - begin) << 1);
            runs.Add(isThere ? (byte)1 : (byte)0);
        }

        return [.. runs];
    }

    private static byte[] Value(object value, ColumnType type) => type switch
    {
        ColumnType.Int64 => BitConverter.GetBytes((long)value),
        ColumnType.Double => BitConverter.GetBytes(value is long whole ? whole : (double)value),
        _ => [.. BitConverter.GetBytes(Encoding.UTF8.GetByteCount(RunsTable.Text(value))), .. Encoding.UTF8.GetBytes(RunsTable.Text(value))],
    };

    private static ColumnType TypeOf(object?[] values) =>
        values.All(value => value is null or long) ? ColumnType.Int64
        : values.All(value => value is null or long or double) ? ColumnType.Double
        : ColumnType.Text;
}

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
