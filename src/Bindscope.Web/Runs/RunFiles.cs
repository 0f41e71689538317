using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Runs;

namespace Bindscope.Web.Runs;

/// <summary>Reads files of a run's folder whose names are known beforehand.</summary>
internal static class RunFiles
{
    /// <summary>A JSON file, compressed or not; null where there is none, or none that can be read as JSON.</summary>
    internal static JsonElement? Json(RunEntry run, string name) => Read(run, Path.Combine(run.Run.Directory, name));

    /// <summary>A JSON file of a run's analyses; null as above.</summary>
    internal static JsonElement? Analysis(RunEntry run, params ReadOnlySpan<string> names) => Read(run, Path.Combine([run.Analyses, .. names]));

    private static JsonElement? Read(RunEntry run, string path)
    {
        if (OwnFiles.Find(run.Run, path) is null)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(StoredJson.ReadBytes(path));
            return document.RootElement.Clone();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The whole lines of a file of JSON lines, as they stand there; a last one that is still being written is left out.</summary>
    /// <exception cref="UserException">A line is no JSON.</exception>
    internal static ImmutableArray<JsonElement> JsonLines(RunEntry run, string name)
    {
        string[] lines = Lines(run, name);
        int line = 0;
        try
        {
            var read = ImmutableArray.CreateBuilder<JsonElement>(lines.Length);
            for (; line < lines.Length; line++)
            {
                read.Add(JsonElement.Parse(lines[line]));
            }

            return read.MoveToImmutable();
        }
        catch (JsonException damaged)
        {
            string where = $"{Path.Combine(run.Run.Directory, name)}, line {line + 1}";
            throw new UserException($"{where}: {JsonMistake.Describe(damaged)}", "the file was changed; bring it back", 3, damaged);
        }
    }

    private static string[] Lines(RunEntry run, string name)
    {
        try
        {
            using FileStream file = Open(run.Run, name);
            using var reader = new StreamReader(file, Encoding.UTF8);
            string text = reader.ReadToEnd();
            return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Opens a file of a run's folder that others may be writing or replacing.</summary>
    /// <exception cref="FileNotFoundException">There is none that is the run's own.</exception>
    internal static FileStream Open(Run run, string name)
    {
        string path = Path.Combine(run.Directory, name);
        return OwnFiles.Is(run, path)
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
            : throw new FileNotFoundException($"{path} is a symbolic link");
    }
}
