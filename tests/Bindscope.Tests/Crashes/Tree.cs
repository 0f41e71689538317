using System.Diagnostics;
using System.Security.Cryptography;

namespace Bindscope.Tests.Crashes;

/// <summary>Folders as wholes: copied, and compared by every file's name and content.</summary>
internal static class Tree
{
    /// <summary>Wall-clock times, and locks that hold nothing.</summary>
    private static readonly string[] Passing = ["timing.jsonl", ".lock", "all/result.json"];

    /// <summary>Copies a folder with another program: files that are being written here are locked against this one.</summary>
    internal static void Copy(string from, string to)
    {
        using var copy = Process.Start("/bin/cp", ["-a", from, to]);
        copy.WaitForExit();
        Assert.Equal(0, copy.ExitCode);
    }

    /// <summary>Makes a folder the copy of another one.</summary>
    internal static void Reset(string folder, string from)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Copy(from, folder);
    }

    /// <summary>A checksum for each file that counts.</summary>
    internal static SortedDictionary<string, string> Of(string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string path = Path.GetRelativePath(folder, file);
            if (!Passing.Any(passing => path.EndsWith(passing, StringComparison.Ordinal)))
            {
                files.Add(path, Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
            }
        }

        return files;
    }

    /// <summary>The first file in which two folders differ; null where they are the same.</summary>
    internal static string? Difference(SortedDictionary<string, string> expected, SortedDictionary<string, string> actual) =>
        expected.Keys.Union(actual.Keys, StringComparer.Ordinal)
            .Where(path => expected.GetValueOrDefault(path) != actual.GetValueOrDefault(path))
            .Select(path => $"{path} is {(!expected.ContainsKey(path) ? "left over" : actual.ContainsKey(path) ? "another" : "missing")}")
            .FirstOrDefault();
}
