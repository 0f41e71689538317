using System.CommandLine;
using Bindscope.Analysis.LogitLens;
using Bindscope.Analysis.LogitLens.Tuned;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Language;
using Bindscope.Training.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Reads every layer's residual stream as logits.</summary>
internal sealed class LensVerb : IVerb
{
    private readonly TestSetOptions options = new("last", 100, "programs of each group (hops x answer line)");
    private readonly Option<string?> program = new("--program") { Description = "every layer and token of one program; - for standard input" };

    private readonly Option<bool> tuned = new("--tuned")
    {
        Description = "train an affine map for each layer and read the colon through it, beside the plain lens (one checkpoint)",
    };

    private readonly Option<int> fit = new("--fit-programs")
    {
        Description = "with --tuned: programs to learn from",
        DefaultValueFactory = _ => new TunedLensSpec(0).FitPrograms,
    };

    private readonly Option<int> test = new("--test-programs")
    {
        Description = "with --tuned: other programs, to measure on",
        DefaultValueFactory = _ => new TunedLensSpec(0).TestPrograms,
    };

    public LensVerb()
    {
        Command = new Command("lens", "At which layer can the answer first be read from a token, and is line 1's digit there before it? (logit lens)")
        {
            program, tuned, fit, test,
        };
        options.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run run = options.Open(request);
        int? step = options.Checkpoint(request, run);
        if (request.GetValue(program) is { } path)
        {
            return Map(run, step, ProgramFile.Read(path, terminal.In, cancellation), options.Json(request), terminal);
        }

        if (request.GetValue(tuned))
        {
            return Tuned(run, step, request, terminal, cancellation);
        }

        var spec = new LensSpec(step, options.Programs(request));
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        LensResult result = LensAnalysis.Run(run, spec, options.Work(request, display, cancellation));
        display.Dispose();
        PatchVerbs.Show(result, options.Json(request), terminal, () => LensTable.Write(run.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(run, spec.FolderName()), spec, result);
        return ExitCode.Success;
    }

    private int Tuned(Run run, int? step, ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        int one = step ?? throw new UserException("tuned lenses are trained at one checkpoint", "give --checkpoint last, or a step");
        var spec = new TunedLensSpec(one, request.GetValue(fit), request.GetValue(test));
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        TunedLensResult result = TunedLensAnalysis.Run(run, spec, options.Work(request, display, cancellation));
        display.Dispose();
        PatchVerbs.Show(result, options.Json(request), terminal, () => LensTable.Write(run.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(run, spec.FolderName()), spec, result);
        return ExitCode.Success;
    }

    private static int Map(Run run, int? step, SymbolicProgram program, bool json, Terminal terminal)
    {
        int one = step ?? throw new UserException("a single program is read at one checkpoint", "give --checkpoint last, or a step");
        Transformer model = RunCheckpoint.Load(run, one);
        LensMap map = LensAnalysis.Map(model, one, program);
        PatchVerbs.Show(map, json, terminal, () => LensTable.Write(run.Name, map, terminal));
        return ExitCode.Success;
    }
}
