using System.CommandLine;
using System.Globalization;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model.Weights;
using Bindscope.Training.Packing;

namespace Bindscope.Cli.Verbs;

/// <summary>A run's checkpoints as files: packs a run to give away.</summary>
internal sealed class CheckpointsVerb : IVerb
{
    private readonly Option<string> run = CheckpointOptions.NamedRun();
    private readonly Option<string> output = new("--out")
    {
        Description = "the packed run's folder, which must not exist yet",
        Required = true
    };
    private readonly Option<int> keep = new("--keep")
    {
        Description = "checkpoints to keep, spread along the accuracy curve",
        DefaultValueFactory = _ => 24,
    };

    private readonly Option<int[]> checkpoints = new("--checkpoints")
    {
        Description = "steps of the checkpoints to keep, instead of --keep",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = NumberList.Parse,
    };

    private readonly Option<bool> half = new("--half")
    {
        Description = "16-bit weights wherever no prediction on the test set changes",
    };

    private readonly Option<int> programs = new("--programs") { Description = "compare on the test split's first N programs; 0 for all" };
    private readonly Option<bool> resumable = new("--resumable") { Description = "keep the newest checkpoint so that training can go on" };
    private readonly Option<int> digits = new("--digits") { Description = "round fractions in large answers of analyses to N significant digits" };
    private readonly Option<int> workers = new("--workers")
    {
        Description = "threads",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private readonly Command pack;

    public CheckpointsVerb()
    {
        pack = new Command("pack", "Copies a run with fewer checkpoints and smaller weights, checked on the test set.")
        {
            run, output, keep, checkpoints, half, programs, resumable, digits, workers,
        };
        Command = new Command("checkpoints", "A run's checkpoints as files: pack.") { pack };
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        if (request.CommandResult.Command != pack)
        {
            throw new UserException("checkpoints needs a command after it", "write pack after it");
        }

        if (request.GetValue(checkpoints) is { Length: > 0 })
        {
            WrongRequest.Refuse(request, keep, "--checkpoints says which are kept");
        }

        var opened = Runs.Run.Named(request.GetRequiredValue(run));
        var spec = new PackSpec(
            request.GetValue(keep),
            request.GetValue(half) ? WeightPrecision.Half : WeightPrecision.Single,
            request.GetValue(programs),
            request.GetValue(workers),
            request.GetValue(resumable),
            Steps(opened, request.GetValue(checkpoints)),
            request.GetValue(digits));
        PackedRun packed = RunPacker.Pack(opened, request.GetRequiredValue(output), spec, new Lines(terminal.Error), cancellation);
        terminal.Out.WriteLine(
            $"{packed.Checkpoints.Length} of {packed.Of} checkpoints, "
            + $"{packed.Checkpoints.Count(one => one.Precision == WeightPrecision.Half)} of them in half precision");
        terminal.Error.WriteLine($"written: {request.GetRequiredValue(output)}");
        return ExitCode.Success;
    }

    /// <summary>The steps that were asked for, each of which the run has; null where none were.</summary>
    private static int[]? Steps(Runs.Run run, int[]? asked) => asked is { Length: > 0 }
        ? [.. asked.Select(step => RunCheckpoint.StepOf(run, step.ToString(CultureInfo.InvariantCulture)))]
        : null;

    private sealed class Lines(TextWriter output) : IProgress<PackedCheckpoint>
    {
        public void Report(PackedCheckpoint value) => output.WriteLine(
            $"step {value.Step}: {value.Precision.ToString().ToLowerInvariant()} precision, "
            + $"{value.Changed} of {value.Programs} compared predictions changed by rounding");
    }
}
