using System.Text;

namespace Bindscope.Model.Weights;

/// <summary>Tells what stands in the place of a safetensors file, and what to do about it: to copy the same thing again would not help.</summary>
internal static class ForeignFile
{
    private static readonly (string Begins, string Words, string Hint)[] Known =
    [
        ("version https://git-lfs", "it is a pointer of Git LFS, not the file itself", "fetch the file with `git lfs pull`"),
        ("PK\u0003\u0004", "it is a file of PyTorch (torch.save), not of safetensors", Convert),
        ("\u0080\u0002", "it is a Python pickle, not a safetensors file", Convert),
        ("\u0080\u0004", "it is a Python pickle, not a safetensors file", Convert),
        ("\u0089HDF", "it is an HDF5 file, not a safetensors file", Convert),
        ("<!doctype", Page, Raw),
        ("<html", Page, Raw),
        ("<?xml", Page, Raw),
        ("\u001f\u008b", "it is compressed (gzip)", "unpack it with gunzip"),
    ];

    private const string Page = "it is a web page, not a safetensors file";
    private const string Raw = "download the file itself (the raw file), not the page that shows it";
    private const string Convert = "load it in Python and write it with safetensors.torch.save_file, under the names of docs/model.md";

    /// <summary>What a file is that is no safetensors file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Null where nothing known begins so.</returns>
    internal static (string Words, string Hint)? Find(string path)
    {
        Span<byte> first = stackalloc byte[64];
        using FileStream file = File.OpenRead(path);
        string begins = Encoding.Latin1.GetString(first[..file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)]);
        if (begins.Length > sizeof(long) && begins[sizeof(long)] == '{')
        {
            // A length and JSON: of this format, and damaged.
            return null;
        }

        foreach ((string known, string words, string hint) in Known)
        {
            if (begins.TrimStart(' ', '\n', '\r', '\t').StartsWith(known, StringComparison.OrdinalIgnoreCase))
            {
                return (words, hint);
            }
        }

        return begins.Length > sizeof(long) && begins.All(letter => letter == '\0') ? ("it holds nothing but zeros", "copy the file again") : null;
    }
}
