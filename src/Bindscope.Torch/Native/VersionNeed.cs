namespace Bindscope.Torch.Native;

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
