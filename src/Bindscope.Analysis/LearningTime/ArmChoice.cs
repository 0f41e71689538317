using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis.Tables;
using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Runs.Presets;

namespace Bindscope.Analysis.LearningTime;

/// <summary>Sorts runs into arms: trainings whose presets differ in seeds, threads and how often a run looks at itself alone are one.</summary>
internal sealed class ArmChoice
{
    private static readonly string[] Aside =
    [
        "name", "data.seed", "data.test", "data.validation", "model.parameterCount", "training.seed", "training.workers", "training.threads",
        "training.evaluationPrograms",
    ];

    private readonly int[] armOfRun;
    private readonly ImmutableArray<double?> values;

    internal ArmChoice(IReadOnlyList<Run> runs, string? field)
    {
        FlatRecord[] specs = [.. runs.Select(run => FlatRecord.Of(PresetJson.Write(run.Preset), isList: true))];
        string[] fields =
        [
            .. specs.SelectMany(spec => spec.Names).Distinct().Where(name => !Aside.Contains(name)
                && !name.StartsWith("training.evaluations.", StringComparison.Ordinal) && !name.StartsWith("training.checkpoints.", StringComparison.Ordinal)
                && specs.Select(spec => spec[name]).Distinct().Count() > 1),
        ];
        string[] texts = [.. specs.Select(spec => string.Join(", ", fields.Where(name => spec[name] is not null).Select(name => Word(spec, name))))];
        string[] arms = [.. texts.Distinct()];
        armOfRun = [.. texts.Select(text => Array.IndexOf(arms, text))];
        FlatRecord[] first = [.. arms.Select((_, arm) => specs[Array.IndexOf(armOfRun, arm)])];
        values = [.. first.Select((spec, arm) => field is null ? (double?)null : Number(spec, field, runs[Array.IndexOf(armOfRun, arm)]))];
        Along = [.. fields.Where(name => name != field)];
        Names =
        [
            .. first.Select((spec, arm) => field is not null && values.Distinct().Count() == arms.Length ? Word(spec, field)
                : arms[arm].Length > 0 ? arms[arm]
                : fields.Length == 0 ? "all" : "none of these"),
        ];
    }

    /// <summary>Fields beside the law's in which arms differ.</summary>
    internal ImmutableArray<string> Along { get; }

    /// <summary>What an arm's presets have that others have not.</summary>
    internal ImmutableArray<string> Names { get; }

    internal int ArmOf(int run) => armOfRun[run];

    internal double? ValueOf(int arm) => values[arm];

    private static string Word(FlatRecord spec, string name) => $"{name}={RunsTable.Text(spec[name])}";

    private static double Number(FlatRecord spec, string field, Run run) => spec[field] switch
    {
        long whole => whole,
        double number => number,
        _ => throw new UserException(
            $"{field} is no number in the preset of {run.Name}",
            string.Create(CultureInfo.InvariantCulture, $"name one such as training.batch; `bindscope presets {run.Preset.Name}` prints every field")),
    };
}
