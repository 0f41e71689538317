namespace Bindscope.Tests.Code;

/// <summary>The sources that this program was built from.</summary>
internal static class Sources
{
    /// <summary>The root of the clone.</summary>
    public static string Root { get; } = Find();

    /// <summary>Every C# file below a folder of the root, without what builds write, as paths from the root with forward slashes.</summary>
    public static IReadOnlyList<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal)];

    /// <summary>The lines of a file.</summary>
    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    /// <summary>Every project, by name.</summary>
    public static IReadOnlyDictionary<string, string> Projects { get; } =
        new[] { "src", "tests", "bench" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories))
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal);

    /// <summary>The names of the projects below a folder of the root.</summary>
    public static IEnumerable<string> ProjectsIn(string folder) =>
        Projects.Where(p => p.Value.StartsWith(Path.Combine(Root, folder), StringComparison.Ordinal)).Select(p => p.Key);

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Bindscope.slnx")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException("The tests of the code run inside a clone of the sources.");
    }
}
