using System.CommandLine;
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
    private readonly Option<string?> into = new("--into") { Description = "a file that the JSON is written to" };

    private readonly Func<Work, CalibrationResult> calibrate;

    public CalibrateVerb()
        : this(CalibrationAnalysis.Run)
    {
    }

    /// <summary>The command over another calibration than the one of minutes.</summary>
    internal CalibrateVerb(Func<Work, CalibrationResult> calibrate)
    {
        this.calibrate = calibrate;
        Command = new Command(
            "calibrate", "Asks every analysis of models whose circuit is known, and of null models: what does it find, and what that is not there?")
        {
            workers, json, into,
        };
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        if (request.GetValue(workers) < 1)
        {
            throw new UserException("--workers must be at least 1", "leave it out for one thread per core");
        }

        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        CalibrationResult result = calibrate(new Work(request.GetValue(workers), display, cancellation));
        display.Dispose();

        // Shown before it is written, so that a file that cannot be written costs nothing but the file.
        if (request.GetValue(json))
        {
            terminal.Out.WriteLine(AnalysisFolder.ToJson(result));
        }
        else
        {
            Write(result, terminal);
        }

        if (request.GetValue(into) is { } file)
        {
            WholeFile.WriteText(file, AnalysisFolder.ToJson(result) + "\n");
            terminal.Error.WriteLine($"written: {file}");
        }

        return ExitCode.Success;
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
