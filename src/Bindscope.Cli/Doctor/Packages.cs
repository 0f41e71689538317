using System.Text.Json;

namespace Bindscope.Cli.Doctor;

/// <summary>Compares the packages that the program was built with to the lock file of the sources around it.</summary>
internal static class Packages
{
    /// <summary>Whether they agree. Outside a clone there is no lock file and nothing to compare.</summary>
    public static Finding LockFile() => LockFile(AppContext.BaseDirectory);

    /// <summary>The same for a program in another folder.</summary>
    internal static Finding LockFile(string programFolder)
    {
        const string name = "packages";
        var lockFile = Clone(programFolder) is { } clone ? Path.Combine(clone, "src", "Bindscope.Cli", "packages.lock.json") : null;
        var built = Path.Combine(programFolder, "bindscope.deps.json");
        if (!File.Exists(lockFile) || !File.Exists(built))
        {
            return new Finding(name, Health.Good, "not compared: the program is not in a clone of the sources");
        }

        var different = Different(Locked(lockFile), Built(built));
        return different.Count == 0
            ? new Finding(name, Health.Good, $"those of {lockFile}")
            : new Finding(
                name, Health.Warning, $"built with others than {lockFile} names: {string.Join(", ", different)}", "Build again: ./bindscope does.");
    }

    private static string? Clone(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Bindscope.slnx")))
            {
                return at.FullName;
            }
        }

        return null;
    }

    private static List<string> Different(Dictionary<string, string> locked, Dictionary<string, string> built) =>
    [
        .. from package in built
           where locked.TryGetValue(package.Key, out var version) && version != package.Value
           select $"{package.Key} {package.Value} for {locked[package.Key]}"
    ];

    private static Dictionary<string, string> Locked(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var packages = json.RootElement.GetProperty("dependencies").EnumerateObject().First().Value;
        return packages.EnumerateObject().Where(p => p.Value.TryGetProperty("resolved", out _))
            .ToDictionary(p => p.Name, p => p.Value.GetProperty("resolved").GetString()!, StringComparer.OrdinalIgnoreCase);
    }

    private static Dictionary<string, string> Built(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return json.RootElement.GetProperty("libraries").EnumerateObject().Select(p => p.Name.Split('/'))
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
    }
}
