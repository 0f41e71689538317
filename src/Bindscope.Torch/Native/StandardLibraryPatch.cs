namespace Bindscope.Torch.Native;

/// <summary>Lets TorchSharp's native library load on systems whose C++ library is older than the compiler that built it.</summary>
/// <remarks>
/// The library asks <c>libstdc++.so.6</c> for the version <c>GLIBCXX_3.4.32</c>, which came with GCC 13; Debian 12 and Ubuntu 22.04 have
/// GCC 12. The one symbol behind it is a marker that GCC 13 puts into whatever includes <c>iostream</c>: nothing calls it and no
/// relocation names it. So the demand is empty, and the version entry's weak flag tells the loader to go on without it. Only that flag is
/// changed, only in a copy, and only after the library was checked to be as described; every other demand stays as strict as it was.
/// </remarks>
internal static class StandardLibraryPatch
{
    private const string Library = "libstdc++.so.6";
    private const string Version = "GLIBCXX_3.4.32";
    private const string Marker = "_ZSt21ios_base_library_initv";

    /// <summary>What a library's bytes say about the patch; they are not changed.</summary>
    /// <param name="bytes">The whole library file.</param>
    public static PatchState Inspect(byte[] bytes)
    {
        try
        {
            return Inspect(ElfImage.Read(bytes)).State;
        }
        catch (InvalidDataException damaged)
        {
            return PatchState.Unknown(damaged.Message);
        }
    }

    /// <summary>Sets the flag in <paramref name="bytes"/> where that is safe and needed.</summary>
    /// <param name="bytes">The whole library file; changed in place when the result is <see cref="PatchState.Kind.Needed"/>.</param>
    /// <returns>The state before the call: <see cref="PatchState.Kind.Needed"/> says that the flag was set just now.</returns>
    public static PatchState Apply(byte[] bytes)
    {
        try
        {
            var (state, need) = Inspect(ElfImage.Read(bytes));
            if (state.Is == PatchState.Kind.Needed)
            {
                bytes[need.FlagsOffset] |= (byte)VersionNeed.Weak;
            }

            return state;
        }
        catch (InvalidDataException damaged)
        {
            return PatchState.Unknown(damaged.Message);
        }
    }

    private static (PatchState State, VersionNeed Need) Inspect(ElfImage image)
    {
        var need = image.Needs().FirstOrDefault(n => n.Library == Library && n.Version == Version);
        if (need.Version is null)
        {
            return (PatchState.NotNeeded, need);
        }

        if (need.IsWeak)
        {
            return (PatchState.Patched, need);
        }

        var symbols = image.SymbolsOf(need);
        return symbols is [(Marker, false)]
            ? (PatchState.Needed, need)
            : (PatchState.Unknown($"it uses {string.Join(", ", symbols.Select(s => s.Name))} of {Version}"), need);
    }
}
