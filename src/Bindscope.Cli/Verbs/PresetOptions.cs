using System.CommandLine;
using System.Globalization;
using Bindscope.Analysis.Given;
using Bindscope.Errors;
using Bindscope.Runs.Presets;

namespace Bindscope.Cli.Verbs;

/// <summary>The options that choose a preset and change its fields.</summary>
internal sealed class PresetOptions
{
    private readonly Option<string> preset = new("--preset", "-p")
    {
        Description = $"{string.Join(", ", Preset.Known.Select(known => known.Name))}",
        DefaultValueFactory = _ => Preset.Quick.Name,
    };

    private readonly Option<string?> config = new("--config") { Description = "a JSON file with the fields to change, a whole preset, or a run's spec.json" };
    private readonly Option<string[]> set = new("--set") { Description = "change one field, such as model.layers=4; may be repeated" };
    private readonly Option<ulong?> seed = new("--seed") { Description = "short for --set training.seed=N" };
    private readonly Option<int?> steps = new("--steps") { Description = "short for --set training.steps=N" };
    private readonly Option<bool> constantRate = new("--constant-learning-rate")
    {
        Description = "no decay after the warm-up: short for --set training.learningRate.decayFrom=1",
    };

    private readonly Option<int?> workers = new("--workers")
    {
        Description = "short for --set training.workers=N: threads that share each batch",
    };

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>The names of those that were given.</summary>
    public IReadOnlyList<string> Given(ParseResult request)
        => [.. All.Where(option => request.GetResult(option) is { Implicit: false }).Select(option => option.Name)];

    /// <summary>The known preset that was asked for, whatever name the changes give to what comes of it.</summary>
    public string Known(ParseResult request) => request.GetValue(preset)!;

    /// <summary>The options that change the preset, as a command line has them: everything given but the preset's name and the seed.</summary>
    public IReadOnlyList<string> Changes(ParseResult request) =>
    [
        .. request.GetValue(config) is { } file ? new[] { config.Name, Path.GetFullPath(file) } : [],
        .. (request.GetValue(set) ?? []).SelectMany(assignment => new[] { set.Name, assignment }),
        .. new Option<int?>[] { steps, workers }.Where(option => request.GetValue(option) is not null)
            .SelectMany(option => new[] { option.Name, request.GetValue(option)!.Value.ToString(CultureInfo.InvariantCulture) }),
        .. request.GetValue(constantRate) ? new[] { constantRate.Name } : [],
    ];

    /// <summary>The option by which the command line gives one field a value; null where none does.</summary>
    /// <param name="request">The options.</param>
    /// <param name="field">The field's path, such as <c>training.seed</c>.</param>
    public string? ThatGives(ParseResult request, string field) => field switch
    {
        "training.seed" when request.GetValue(seed) is not null => seed.Name,
        "training.steps" when request.GetValue(steps) is not null => steps.Name,
        "training.learningRate.decayFrom" when request.GetValue(constantRate) => constantRate.Name,
        "training.workers" when request.GetValue(workers) is not null => workers.Name,
        _ => (request.GetValue(set) ?? []).FirstOrDefault(one => one.StartsWith(field + "=", StringComparison.Ordinal)) is { } assignment
            ? $"{set.Name} {assignment}" : null,
    };

    /// <summary>The preset as the command line wants it, validated.</summary>
    /// <param name="request">The options.</param>
    /// <param name="known">The preset that they change; null for the one that they name.</param>
    /// <exception cref="UserException">There is no such preset or field, or the numbers do not fit together.</exception>
    public Preset Resolve(ParseResult request, Preset? known = null)
    {
        var file = request.GetValue(config);
        var text = file is null ? null : InputFile.Read(file, InputFile.Document);
        Preset begun = known ?? Preset.Named(Known(request));
        Preset resolved = PresetJson.With(begun, text, file ?? "", Assignments(request));
        return resolved.Training.Origin == begun.Training.Origin
            ? resolved
            : throw new UserException("training.origin cannot be given: it is what --from finds", "name the other run with train --from RUN@STEP");
    }

    private Option[] All => [preset, config, set, seed, steps, constantRate, workers];

    private IEnumerable<string> Assignments(ParseResult request)
    {
        foreach (var assignment in request.GetValue(set) ?? [])
        {
            yield return assignment;
        }

        if (request.GetValue(seed) is { } number)
        {
            yield return "training.seed=" + number.ToString(CultureInfo.InvariantCulture);
        }

        if (request.GetValue(steps) is { } count)
        {
            yield return "training.steps=" + count.ToString(CultureInfo.InvariantCulture);
        }

        if (request.GetValue(constantRate))
        {
            yield return "training.learningRate.decayFrom=1";
        }

        if (request.GetValue(workers) is { } threads)
        {
            yield return "training.workers=" + threads.ToString(CultureInfo.InvariantCulture);
        }
    }
}
