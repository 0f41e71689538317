using System.CommandLine;
using System.Globalization;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Training.Loop;

namespace Bindscope.Cli.Verbs;

/// <summary>The options by which a training begins with another run's checkpoint.</summary>
internal sealed class OriginOptions
{
    private readonly Option<string?> from = new("--from")
    {
        Description = "begin with the weights of another run, RUN or RUN@STEP; without --preset, with its preset",
    };

    private readonly Option<int?> extend = new("--extend")
    {
        Description = "with --from: go on past that finished run's end for so many steps, with its moments, in a run of its own",
    };

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(from);
        command.Add(extend);
    }

    /// <summary>The names of those that were given.</summary>
    public IReadOnlyList<string> Given(ParseResult request) =>
        [.. new Option[] { from, extend }.Where(option => request.GetResult(option) is { Implicit: false }).Select(option => option.Name)];

    /// <summary>The preset as the command line wants it, with where it begins.</summary>
    /// <exception cref="UserException">There is no such run or checkpoint, it does not fit, or options contradict each other.</exception>
    public Preset Resolve(ParseResult request, PresetOptions options)
    {
        if (request.GetValue(from) is not { } named)
        {
            return request.GetValue(extend) is null
                ? options.Resolve(request)
                : throw new UserException("--extend names no run to go on from", "name the finished run: --from RUN --extend STEPS");
        }

        (Run other, int step) = Checkpoint(named);
        if (request.GetValue(extend) is { } added)
        {
            return Extended(other, step, added, request, options);
        }

        Preset own = other.Preset with { Training = other.Preset.Training with { Origin = null } };
        return OtherRun.From(other, step, options.Resolve(request, options.Given(request).Contains("--preset") ? null : own));
    }

    /// <summary>The run of a preset that was resolved here: a new folder, with what a run that is gone on from has measured.</summary>
    /// <exception cref="UserException">The folder is in use, or a file cannot be read or written.</exception>
    public Run Create(ParseResult request, string folder, Preset preset) => request.GetValue(extend) is null
        ? Run.Create(folder, preset)
        : OtherRun.Create(Checkpoint(request.GetRequiredValue(from)!).Run, folder, preset);

    /// <summary>What the run is called where nobody names it.</summary>
    public string NameOf(ParseResult request, Preset preset)
    {
        TrainingSpec training = preset.Training;
        if (training.Origin is not { } origin)
        {
            return $"{preset.Name}-{training.Seed}";
        }

        string other = Checkpoint(request.GetRequiredValue(from)!).Run.Name;
        return FormattableString.Invariant(
            origin.Kind == OriginKind.End ? (FormattableString)$"{other}-to-{training.Steps}" : $"{other}-from-{origin.Step}");
    }

    private static Preset Extended(Run finished, int step, int added, ParseResult request, PresetOptions options)
    {
        if (step != finished.Checkpoints.Steps()[^1])
        {
            throw new UserException(
                $"--extend goes on from the end of {finished.Directory}, and --from names step {step}",
                "leave the step out; or leave --extend out to begin anew with that step's weights");
        }

        if (options.Given(request).Contains("--preset"))
        {
            throw new UserException("--extend goes on with the preset of the run, and --preset names another", "leave --preset out");
        }

        Preset extended = OtherRun.Extended(finished, added);
        Preset resolved = options.Resolve(request, extended);
        TrainingSpec training = resolved.Training;
        MuonSpec? muon = training.Optimizer.Muon is { } given && extended.Training.Optimizer.Muon is { } before
            ? given with { Peak = before.Peak }
            : training.Optimizer.Muon;
        Preset alike = resolved with
        {
            Training = training with
            {
                LearningRate = extended.Training.LearningRate,
                Optimizer = training.Optimizer with { Muon = muon },
                Workers = extended.Training.Workers,
            },
        };
        return PresetJson.Write(alike) == PresetJson.Write(extended)
            ? resolved
            : throw new UserException(
                "--extend goes on with all fields of the run but training.learningRate, training.optimizer.muon.peak and training.workers",
                "leave the other changes out; or leave --extend out to begin a new training with these weights");
    }

    private static (Run Run, int Step) Checkpoint(string named)
    {
        int at = named.LastIndexOf('@');
        bool hasStep = at > 0 && (named[(at + 1)..] == "last" || int.TryParse(named.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _));
        var run = Run.Named(hasStep ? named[..at] : named);
        return (run, RunCheckpoint.StepOf(run, hasStep ? named[(at + 1)..] : "last"));
    }
}
