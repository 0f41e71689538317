namespace Bindscope.Torch.Native;

/// <summary>How a native library stands to <see cref="StandardLibraryPatch"/>.</summary>
/// <param name="Is">Which of the four cases it is.</param>
/// <param name="Reason">Why the library was left alone; null unless it is <see cref="Kind.Unknown"/>.</param>
internal sealed record PatchState(PatchState.Kind Is, string? Reason = null)
{
    /// <summary>The four cases.</summary>
    internal enum Kind
    {
        /// <summary>The library does not ask for the version at all.</summary>
        NotNeeded,

        /// <summary>It asks for the version strictly, and the patch would be safe.</summary>
        Needed,

        /// <summary>It asks for the version weakly: the patch was applied.</summary>
        Patched,

        /// <summary>It is not the library that the patch was made for; it must be left alone.</summary>
        Unknown,
    }

    /// <summary>The library does not ask for the version at all.</summary>
    public static PatchState NotNeeded { get; } = new(Kind.NotNeeded);

    /// <summary>It asks for the version strictly, and the patch would be safe.</summary>
    public static PatchState Needed { get; } = new(Kind.Needed);

    /// <summary>It asks for the version weakly: the patch was applied.</summary>
    public static PatchState Patched { get; } = new(Kind.Patched);

    /// <summary>It is not the library that the patch was made for.</summary>
    /// <param name="reason">What is different, as the end of a sentence.</param>
    public static PatchState Unknown(string reason) => new(Kind.Unknown, reason);
}
