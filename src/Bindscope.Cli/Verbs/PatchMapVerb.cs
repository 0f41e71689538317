using System.CommandLine;
using Bindscope.Analysis.Live;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching.Single;
using Bindscope.Analysis.Results;
using Bindscope.Training.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Maps the run's example program and keeps the map for its report and its pages.</summary>
internal sealed class PatchMapVerb : IVerb
{
    private readonly AnalysisOptions options = new(programs: 1);

    public PatchMapVerb()
    {
        Command = new Command("map", "Maps the run's example program (figure 3a) and keeps the map for the report.");
        options.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run run = options.Open(request);
        var spec = new ExampleMapSpec(options.StepOf(request, run));
        PatchMap map = ExampleMap.Run(run, spec, new Work(1, null, cancellation));
        if (options.Json(request))
        {
            terminal.Out.WriteLine(AnalysisFolder.ToJson(map));
        }
        else
        {
            ProgramPair pair = ExampleProgram.Of(run.HeldBackSplits(cancellation).Test);
            MapTable.Write(run.Name, pair, map, terminal);
        }

        terminal.Keep(new AnalysisFolder(run, spec.FolderName()), spec, map);
        return ExitCode.Success;
    }
}
