using System.CommandLine;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Results;
using Bindscope.Training.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>What the sweeps over the test set have in common.</summary>
internal static class PatchVerbs
{
    /// <summary>Runs a sweep, shows it and writes it into the run's folder.</summary>
    public static void Sweep(
        Run run, PatchSpec spec, AnalysisOptions options, ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        PatchResult result = PatchAnalysis.Run(run, spec, options.Work(request, display, cancellation));
        display.Dispose();
        Show(result, options.Json(request), terminal, () => PatchTable.Write(run.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(run, spec.FolderName()), spec, result);
    }

    /// <summary>Shows a result before it is written, so that a folder without permission costs nothing but the file.</summary>
    public static void Show<T>(T result, bool json, Terminal terminal, Action table)
    {
        if (json)
        {
            terminal.Out.WriteLine(AnalysisFolder.ToJson(result));
        }
        else
        {
            table();
        }
    }
}
