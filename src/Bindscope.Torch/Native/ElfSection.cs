namespace Bindscope.Torch.Native;

/// <summary>One section of an ELF file, as far as symbol versions need it.</summary>
/// <param name="Type">The section's type (<c>sh_type</c>).</param>
/// <param name="Offset">Where its bytes start in the file.</param>
/// <param name="Size">How many bytes it has.</param>
/// <param name="Link">The number of the section that it refers to: the strings of a symbol table, the symbols of relocations.</param>
/// <param name="Information">The number of entries of a version-needs section (<c>sh_info</c>).</param>
internal readonly record struct ElfSection(uint Type, int Offset, int Size, int Link, int Information);
