namespace Bindscope.Web.Data;

/// <summary>A file of the site: on disk, or made for the occasion.</summary>
/// <param name="Path">Where it is on disk; null where it is made.</param>
/// <param name="Bytes">What was made; null where it is on disk.</param>
internal sealed record DataFile(string? Path, byte[]? Bytes)
{
    /// <summary>A file on disk.</summary>
    internal static DataFile At(string path) => new(path, null);

    /// <summary>A file that was made.</summary>
    internal static DataFile Of(byte[] bytes) => new(null, bytes);

    /// <summary>All its bytes.</summary>
    internal async Task<byte[]> Read(CancellationToken cancellation) => Bytes ?? await File.ReadAllBytesAsync(Path!, cancellation);
}
