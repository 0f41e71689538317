using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Errors;
using Bindscope.Runs.Presets;

namespace Bindscope.Cli.Jobs;

/// <summary>A field that a grid varies.</summary>
/// <param name="Field">The field's path in a preset, such as <c>training.learningRate.peak</c>.</param>
/// <param name="Values">One or more, as they were written.</param>
internal sealed record GridAxis(string Field, ImmutableArray<string> Values)
{
    /// <summary>The field's last word: what runs are called by.</summary>
    public string Leaf => Field[(Field.LastIndexOf('.') + 1)..];

    /// <summary>Reads <c>FIELD=VALUE,VALUE,...</c>.</summary>
    /// <exception cref="UserException">It is something else, or a value stands there twice.</exception>
    public static GridAxis Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string[] values = equals < 1 ? [] : text[(equals + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (values.Length == 0)
        {
            throw new UserException($"--over {text} is not FIELD=VALUE,VALUE,...", "write one such as --over model.layers=2,3");
        }

        return values.Distinct(StringComparer.Ordinal).Count() == values.Length
            ? new GridAxis(text[..equals], [.. values])
            : throw new UserException($"--over {text} names a value twice", "name each value once");
    }
}

/// <summary>One training of a grid.</summary>
/// <param name="Assignments">What it changes, as FIELD=VALUE.</param>
/// <param name="Preset">What comes of it.</param>
/// <param name="Run">The run's folder.</param>
internal sealed record GridCell(ImmutableArray<string> Assignments, Preset Preset, string Run);

/// <summary>Every combination of some fields' values.</summary>
internal sealed class Grid
{
    private readonly ImmutableArray<GridAxis> axes;

    /// <summary>A grid.</summary>
    /// <param name="over">What is varied, one field each, as <see cref="GridAxis.Parse"/> reads it.</param>
    /// <exception cref="UserException">Nothing is varied, one field twice, or something else than fields is.</exception>
    public Grid(IEnumerable<string> over)
    {
        axes = [.. over.Select(GridAxis.Parse)];
        if (axes.IsEmpty)
        {
            throw new UserException("--over is missing", "name fields and their values: --over model.layers=2,3 --over training.seed=1,2");
        }

        if (axes.GroupBy(axis => axis.Field).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new UserException($"--over names {twice.Key} twice", "give all its values at once, with commas");
        }
    }

    /// <summary>The fields that are varied, in the order in which they were named.</summary>
    public IEnumerable<string> Fields => axes.Select(axis => axis.Field);

    /// <summary>How many trainings that is; as a real number, since a few fields are soon more than any integer.</summary>
    public double Size => axes.Aggregate(1.0, (product, axis) => product * axis.Values.Length);

    /// <summary>What its job is called: two grids over other fields are two jobs.</summary>
    /// <param name="preset">The preset.</param>
    public string Name(Preset preset) => Plain($"{preset.Name}-grid-{string.Join('-', axes.Select(axis => axis.Leaf))}");

    /// <summary>Its size in words: "2 model.layers x 3 training.seed = 6 trainings".</summary>
    public string Words => string.Create(
        CultureInfo.InvariantCulture, $"{string.Join(" x ", axes.Select(axis => $"{axis.Values.Length} {axis.Field}"))} = {Size:#,0} trainings");

    /// <summary>Every combination, the last field changing fastest.</summary>
    /// <param name="preset">What all of them have in common.</param>
    /// <exception cref="UserException">A field does not exist or a combination does not fit together.</exception>
    public IReadOnlyList<GridCell> Cells(Preset preset)
    {
        IEnumerable<ImmutableArray<string>> combinations = [[]];
        foreach (GridAxis axis in axes)
        {
            combinations = [.. combinations.SelectMany(before => axis.Values.Select(value => before.Add($"{axis.Field}={value}")))];
        }

        GridCell[] cells = [.. combinations.Select(assignments => Cell(preset, assignments))];
        IEnumerable<IGrouping<string, GridCell>> groups =
            [.. cells.GroupBy(cell => cell.Run), .. cells.GroupBy(cell => PresetJson.Write(cell.Preset))];
        return groups.FirstOrDefault(same => same.Count() > 1) is { } two
            ? throw new UserException(
                $"two combinations would be one run: {string.Join(" and ", two.Select(cell => string.Join(' ', cell.Assignments)))}",
                "name values that differ, by letters or digits")
            : cells;
    }

    private GridCell Cell(Preset preset, ImmutableArray<string> assignments)
    {
        Preset changed;
        try
        {
            changed = PresetJson.With(preset, null, "", assignments);
        }
        catch (UserException wrong)
        {
            throw new UserException($"{string.Join(' ', assignments)}: {wrong.Message}", wrong.Hint, wrong.ExitCode, wrong);
        }

        IEnumerable<string> parts = assignments.Zip(axes)
            .Where(one => one.Second.Field != "training.seed").Select(one => $"{one.Second.Leaf}-{one.First[(one.Second.Field.Length + 1)..]}");
        return new GridCell(assignments, changed, KnownJobs.RunOf(Plain(string.Join('-', parts.Prepend(preset.Name))), changed.Training.Seed));
    }

    /// <summary>What the names of jobs and tasks may hold.</summary>
    private static string Plain(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' ? letter : '-'));
}
