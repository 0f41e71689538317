using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Runs;

namespace Bindscope.Web.Data;

/// <summary>A file of the site: on disk, or made for the occasion.</summary>
/// <param name="Path">Where it is on disk, by the plain name where it is compressed; null where it is made.</param>
/// <param name="Bytes">What was made; null where it is on disk.</param>
internal sealed record DataFile(string? Path, byte[]? Bytes)
{
    /// <summary>A file on disk.</summary>
    internal static DataFile At(string path) => new(path, null);

    /// <summary>A file that was made.</summary>
    internal static DataFile Of(byte[] bytes) => new(null, bytes);

    /// <summary>All its bytes, unpacked.</summary>
    /// <exception cref="UserException">It is compressed and damaged.</exception>
    internal byte[] Read()
    {
        try
        {
            return Bytes ?? StoredJson.ReadBytes(Path!);
        }
        catch (JsonException damaged)
        {
            throw new UserException($"{StoredJson.Find(Path!)}: {JsonMistake.Describe(damaged)}", "run the analysis again to write it anew", 3, damaged);
        }
    }
}
