using System.CommandLine;
using System.Text.Json;
using Bindscope.Analysis.KnownCircuits;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model.Weights;
using Bindscope.Runs;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Asks every instrument of every compiled model, and of null models, and counts what it says rightly.</summary>
internal sealed class CalibrateVerb : IVerb
{
    private readonly Option<int> workers = new("--workers") { Description = "threads", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly Option<bool> json = new("--json") { Description = "one JSON object" };
    private readonly Option<string?> into = new("--into")
    {
        Description = "a file that the JSON is written to after each question; answers to others that stand in it are kept",
    };

    private readonly Option<string[]> only = new("--only")
    {
        Description = "only these analyses or questions, such as patch-heads or sites",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Calibration calibrate;

    public CalibrateVerb()
        : this(CalibrationAnalysis.Run)
    {
    }

    /// <summary>The command over another calibration than the one of minutes.</summary>
    internal CalibrateVerb(Calibration calibrate)
    {
        this.calibrate = calibrate;
        Command = new Command(
            "calibrate",
            "Runs every analysis on models whose circuit is known, and on null models: what does it find, and what does it find that is not there?")
        {
            workers, json, into, only,
        };
    }

    /// <summary>As <see cref="CalibrationAnalysis.Run"/>.</summary>
    internal delegate CalibrationResult Calibration(
        IReadOnlyCollection<string> only, CalibrationResult? before, Action<CalibrationResult> keep, Work work);

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        if (request.GetValue(workers) < 1)
        {
            throw new UserException("--workers must be at least 1", "leave it out for one thread per core");
        }

        string? file = request.GetValue(into);
        string[] chosen = request.GetValue(only) ?? [];
        CalibrationResult? before = file is not null && File.Exists(file) ? Read(file) : null;
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        int asked = 0;
        CalibrationResult result;
        try
        {
            result = calibrate(chosen, before, all => Keep(file, all, ref asked), new Work(request.GetValue(workers), display, cancellation));
        }
        catch (OperationCanceledException) when (asked > 0 && file is not null)
        {
            IEnumerable<string> rest = CalibrationQuestion.Named(chosen).Skip(asked).Select(question => ShellWord.Of(question.Name));
            terminal.Error.WriteLine(
                $"{file} has what was answered; the rest: {OwnProgram.Spelling} calibrate --into {ShellWord.Of(file)} --only {string.Join(' ', rest)}");
            throw;
        }

        display.Dispose();
        if (request.GetValue(json))
        {
            terminal.Out.WriteLine(AnalysisFolder.ToJson(result));
        }
        else
        {
            Write(result, terminal);
        }

        // Shown before that is said: a file that cannot be written costs nothing but the file.
        if (file is not null)
        {
            WholeFile.WriteText(file, AnalysisFolder.ToJson(result) + "\n");
            terminal.Error.WriteLine($"written: {file}");
        }

        return ExitCode.Success;
    }

    /// <summary>Keeps what is answered so far. Where that cannot be written, the last write says so.</summary>
    private static void Keep(string? file, CalibrationResult all, ref int asked)
    {
        asked++;
        try
        {
            if (file is not null)
            {
                WholeFile.WriteText(file, AnalysisFolder.ToJson(all) + "\n");
            }
        }
        catch (UserException)
        {
            // Tried again after the next question.
        }
    }

    private static CalibrationResult Read(string file)
    {
        const string hint = "give another file, or remove this one";
        try
        {
            CalibrationResult stored = JsonSerializer.Deserialize<CalibrationResult>(File.ReadAllText(file), AnalysisFolder.Options)!;
            return stored.Format == CalibrationResult.CurrentFormat
                ? stored
                : throw new UserException($"{file} has format {stored.Format}; this build writes {CalibrationResult.CurrentFormat}", hint);
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{file} is no calibration that could be gone on with: {JsonMistake.Describe(failure)}", hint, 2, failure);
        }
    }

    private static void Write(CalibrationResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        Table table = Tables.Plain("model", "analysis", "asked", "found of built", "refused of absent");
        foreach (Recovery one in result.Circuits.Concat(result.Nulls))
        {
            table.Row(one.Circuit, one.Instrument, one.Asked, $"{one.Found} of {one.Built}", $"{one.Refused} of {one.Absent}");
        }

        console.Write(table);
        foreach (Recovery one in result.Circuits.Concat(result.Nulls).Where(one => one.Wrong.Length > 0))
        {
            console.WriteLine($"{one.Circuit}, {one.Instrument} ({one.Asked}):");
            foreach (string wrong in one.Wrong)
            {
                console.WriteLine($"  {wrong}");
            }
        }
    }
}
