using System.Buffers.Binary;
using System.Text;

namespace Bindscope.Torch.Native;

/// <summary>The bytes of a 64-bit little-endian ELF library, read for the symbol versions that it asks for.</summary>
/// <remarks>Layout: System V ABI, chapter 4, and the LSB's "Symbol Versioning". Every read is checked against the file's length.</remarks>
internal sealed class ElfImage
{
    private const int SectionHeaderSize = 64;
    private const int SymbolSize = 24;
    private const int RelocationSize = 24;
    private const uint RelocationTable = 4;
    private const uint DynamicSymbols = 11;
    private const uint VersionNeeds = 0x6ffffffe;
    private const uint VersionOfSymbols = 0x6fffffff;

    private readonly byte[] bytes;
    private readonly ElfSection[] sections;

    private ElfImage(byte[] bytes, ElfSection[] sections)
    {
        this.bytes = bytes;
        this.sections = sections;
    }

    /// <summary>Reads the section table.</summary>
    /// <param name="bytes">The whole file; kept, not copied.</param>
    /// <exception cref="InvalidDataException">The bytes are no 64-bit little-endian ELF file, or are cut short.</exception>
    public static ElfImage Read(byte[] bytes)
    {
        if (bytes.Length < 64 || !bytes.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8))
        {
            throw new InvalidDataException("not a 64-bit little-endian ELF file");
        }

        var image = new ElfImage(bytes, []);
        var table = image.Offset(40);
        var count = image.UInt16(60);
        if (count > 0 && image.UInt16(58) != SectionHeaderSize)
        {
            throw new InvalidDataException("its section headers have an unknown size");
        }

        var sections = new ElfSection[count];
        for (var i = 0; i < count; i++)
        {
            var at = table + i * SectionHeaderSize;
            sections[i] = new ElfSection(
                image.UInt32(at + 4), image.Offset(at + 24), image.Offset(at + 32), (int)image.UInt32(at + 40), (int)image.UInt32(at + 44));
        }

        return new ElfImage(bytes, sections);
    }

    /// <summary>Every symbol version that the library asks another library for.</summary>
    /// <exception cref="InvalidDataException">The tables point outside the file.</exception>
    public IReadOnlyList<VersionNeed> Needs()
    {
        var needs = new List<VersionNeed>();
        foreach (var section in sections.Where(s => s.Type == VersionNeeds))
        {
            var strings = Section(section.Link);
            var library = section.Offset;
            for (var i = 0; i < section.Information; i++)
            {
                var name = Text(strings, UInt32(library + 4));
                var version = library + (int)UInt32(library + 8);
                for (var j = UInt16(library + 2); j > 0; j--)
                {
                    var text = Text(strings, UInt32(version + 8));
                    needs.Add(new VersionNeed(name, text, UInt16(version + 4), UInt16(version + 6), version + 4));
                    version += (int)UInt32(version + 12);
                }

                library += (int)UInt32(library + 12);
            }
        }

        return needs;
    }

    /// <summary>The symbols that are bound to a version: their names, and whether anything in the library uses each.</summary>
    /// <exception cref="InvalidDataException">The tables point outside the file.</exception>
    public IReadOnlyList<(string Name, bool IsUsed)> SymbolsOf(VersionNeed need)
    {
        var symbols = Array.FindIndex(sections, s => s.Type == DynamicSymbols);
        var versions = Array.FindIndex(sections, s => s.Type == VersionOfSymbols);
        if (symbols < 0 || versions < 0)
        {
            throw new InvalidDataException("it has no table of dynamic symbols or none of their versions");
        }

        var table = sections[symbols];
        var used = UsedSymbols(symbols);
        var found = new List<(string, bool)>();
        for (var i = 0; i < table.Size / SymbolSize; i++)
        {
            // The top bit of a symbol's version says "hidden" and is no part of the number.
            if ((UInt16(sections[versions].Offset + 2 * i) & 0x7fff) == need.Index)
            {
                found.Add((Text(Section(table.Link), UInt32(table.Offset + i * SymbolSize)), used.Contains(i)));
            }
        }

        return found;
    }

    private HashSet<int> UsedSymbols(int symbols)
    {
        var used = new HashSet<int>();
        foreach (var section in sections.Where(s => s.Type == RelocationTable && s.Link == symbols))
        {
            for (var at = section.Offset; at < section.Offset + section.Size; at += RelocationSize)
            {
                used.Add((int)UInt32(at + 12));
            }
        }

        return used;
    }

    private ElfSection Section(int number) =>
        number >= 0 && number < sections.Length
            ? sections[number]
            : throw new InvalidDataException("it refers to a section that is not there");

    private string Text(ElfSection strings, uint offset)
    {
        var start = Span(strings.Offset, strings.Size)[(int)Math.Min(offset, (uint)strings.Size)..];
        var end = start.IndexOf((byte)0);
        return end >= 0 ? Encoding.ASCII.GetString(start[..end]) : throw new InvalidDataException("a name in it has no end");
    }

    private ushort UInt16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(Span(at, 2));

    private uint UInt32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(Span(at, 4));

    private int Offset(int at)
    {
        var value = BinaryPrimitives.ReadUInt64LittleEndian(Span(at, 8));
        return value <= int.MaxValue ? (int)value : throw new InvalidDataException("it is cut short or damaged");
    }

    private ReadOnlySpan<byte> Span(int at, int length) =>
        at >= 0 && length >= 0 && at <= bytes.Length - length
            ? bytes.AsSpan(at, length)
            : throw new InvalidDataException("it is cut short or damaged");
}

/// <summary>One section of an ELF file, as far as symbol versions need it.</summary>
/// <param name="Type">The section's type (<c>sh_type</c>).</param>
/// <param name="Offset">Where its bytes start in the file.</param>
/// <param name="Size">How many bytes it has.</param>
/// <param name="Link">The number of the section that it refers to: the strings of a symbol table, the symbols of relocations.</param>
/// <param name="Information">The number of entries of a version-needs section (<c>sh_info</c>).</param>
internal readonly record struct ElfSection(uint Type, int Offset, int Size, int Link, int Information);

/// <summary>A symbol version that a library asks another one for, such as <c>GLIBCXX_3.4.32</c> of <c>libstdc++.so.6</c>.</summary>
/// <param name="Library">The library that has to have it.</param>
/// <param name="Version">The version's name.</param>
/// <param name="Flags">The entry's flags (<c>vna_flags</c>); see <see cref="Weak"/>.</param>
/// <param name="Index">The number by which symbols refer to this version.</param>
/// <param name="FlagsOffset">Where the two bytes of <paramref name="Flags"/> stand in the file.</param>
internal readonly record struct VersionNeed(string Library, string Version, ushort Flags, int Index, int FlagsOffset)
{
    /// <summary>The flag with which the loader tolerates that the version is missing (<c>VER_FLG_WEAK</c>).</summary>
    public const ushort Weak = 2;

    /// <summary>Whether the loader tolerates that the version is missing.</summary>
    public bool IsWeak => (Flags & Weak) != 0;
}
