using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Model.Weights;
using Bindscope.Runs.Presets;

namespace Bindscope.Runs;

/// <summary>
/// Of which run the results are that <c>--out DIR</c> keeps: <c>DIR/results-of.json</c>. So the folder stands for the run wherever a run is
/// named, and the results of two runs never lie in one folder.
/// </summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Run">The run's folder, absolute.</param>
/// <param name="Spec">The SHA-256 of its spec.json.</param>
internal sealed record ResultsMark(int Format, string Run, string Spec)
{
    internal const int CurrentFormat = 1;
    private const string FileName = "results-of.json";

    /// <summary>The mark's file in a folder.</summary>
    internal static string In(string folder) => Path.Combine(folder, FileName);

    /// <summary>The run whose results a folder keeps.</summary>
    /// <exception cref="UserException">The run is not there any more or is another one, or the mark is damaged.</exception>
    internal static Run OpenRun(string folder)
    {
        ResultsMark mark = Read(In(folder));
        Run run = Directory.Exists(mark.Run)
            ? Runs.Run.Open(mark.Run)
            : throw new UserException(
                $"{folder} keeps results of {mark.Run}, which is not there", $"bring the run back, or correct its path in {In(folder)}", 3);
        return mark.Spec == ChecksumOf(run) ? run : throw new UserException(
            $"{folder} keeps results of {mark.Run} as it was; another run is there now: its spec.json differs",
            "choose another --out for the run that is there",
            3);
    }

    /// <summary>Refuses a folder that keeps something else than results of a run.</summary>
    /// <exception cref="UserException">It is a run's own folder, keeps results of another run, or of one that nothing names.</exception>
    internal static void Require(Run run, string folder)
    {
        const string hint = "choose a folder that does not exist with --out; nothing was written";
        if (File.Exists(Path.Combine(folder, Runs.Run.SpecFile)))
        {
            throw new UserException($"--out {folder} is the folder of a run, whose results would lie among its own", hint);
        }

        if (!File.Exists(In(folder)))
        {
            if (Directory.Exists(Path.Combine(folder, "analyses")))
            {
                throw new UserException($"--out {folder} has analyses already, and nothing says of which run", hint);
            }

            return;
        }

        ResultsMark mark = Read(In(folder));
        if (mark.Spec != ChecksumOf(run))
        {
            throw new UserException($"--out {folder} keeps the results of another run, {mark.Run}", hint);
        }
    }

    /// <summary>Writes the mark of a run whose results are kept elsewhere; where one stands, it was looked at before.</summary>
    /// <exception cref="UserException">It cannot be written.</exception>
    internal static void Write(Run run)
    {
        if (run.Results != run.Directory && !File.Exists(In(run.Results)))
        {
            var mark = new ResultsMark(CurrentFormat, Path.GetFullPath(run.Directory), ChecksumOf(run));
            WholeFile.WriteText(In(run.Results), JsonSerializer.Serialize(mark, PresetJson.Options) + "\n");
        }
    }

    private static ResultsMark Read(string path)
    {
        try
        {
            ResultsMark mark = JsonSerializer.Deserialize<ResultsMark>(File.ReadAllText(path), PresetJson.Options)!;
            return mark.Format == CurrentFormat ? mark : throw new JsonException($"format is {mark.Format}, not {CurrentFormat}");
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new UserException(
                $"{path}: {JsonMistake.Describe(failure)}",
                "choose another --out; without this file nothing says of which run the results are",
                3,
                failure);
        }
    }

    private static string ChecksumOf(Run run) => CheckpointChecksums.OfFile(Path.Combine(run.Directory, Runs.Run.SpecFile));
}
