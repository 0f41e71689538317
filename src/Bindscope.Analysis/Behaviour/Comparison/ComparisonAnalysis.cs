using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Runs;

namespace Bindscope.Analysis.Behaviour.Comparison;

/// <summary>Which two checkpoints are compared, and on what.</summary>
/// <param name="First">Folder of the first run.</param>
/// <param name="FirstStep">Its checkpoint.</param>
/// <param name="Second">Folder of the second run; the same for two checkpoints of one run.</param>
/// <param name="SecondStep">Its checkpoint.</param>
/// <param name="Programs">The first programs of the test set; fewer where the test set has no more.</param>
public sealed record ComparisonSpec(
    string First,
    [Field("the first checkpoint's step, or last", Option = "--checkpoint", Form = typeof(StepForm))] int FirstStep,
    [Field("the other run; by default the same one", Option = "--with", Form = typeof(RunForm))] string Second,
    [Field("the other run's step, or last", Option = "--with-checkpoint", Form = typeof(OtherStepForm))] int SecondStep,
    [Field("the first programs of the test set", Least = 2)] int Programs = 4000);

/// <summary>A checkpoint of the other run, which has to be known before its checkpoints are looked for.</summary>
public sealed class OtherStepForm : IFieldForm
{
    /// <inheritdoc/>
    public object Read(string text, Run run) => text == new StepForm().Write(StepForm.Last) ? StepForm.Last
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int step) ? step
        : throw new UserException($"'{text}' is no checkpoint", "write last, or a step");

    /// <inheritdoc/>
    public string Write(object? value) => new StepForm().Write(value);
}

/// <summary>Which programs does one checkpoint answer that another does not, and is the difference more than chance?</summary>
/// <remarks>
/// Two checkpoints of one run, or of two runs of the same task and test set; their models may differ in shape. Both answer the same programs,
/// so the flips alone are tested (<see cref="McNemar"/>). With many features some value will differ by luck: Holm's correction (Scandinavian
/// Journal of Statistics 6, 1979) stands beside each.
/// </remarks>
public sealed class ComparisonAnalysis : IAnalysis<ComparisonSpec, ComparisonResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "compare",
        "Comparison",
        "Which programs does one checkpoint get right that another, of this run or another, gets wrong?",
        Scope.Checkpoint,
        ComparisonResult.CurrentFormat)
    {
        Naming = asked => asked is ComparisonSpec spec
            ? FormattableString.Invariant($"compare-{spec.FirstStep:D6}-with-{NameOf(spec.Second)}-{spec.SecondStep:D6}")
            : throw new ArgumentException("no question about two checkpoints", nameof(asked)),
    };

    /// <inheritdoc/>
    public static ComparisonSpec Default => new("", StepForm.Last, "", StepForm.Last);

    /// <inheritdoc/>
    public static ComparisonSpec Asked(Run run, ComparisonSpec spec)
    {
        Run second = spec.Second.Length == 0 ? run : Runs.Run.Open(spec.Second);
        string step = new StepForm().Write(spec.SecondStep);
        return spec with { First = run.Directory, Second = second.Directory, SecondStep = RunCheckpoint.StepOf(second, step) };
    }

    /// <inheritdoc/>
    public static IEnumerable<ComparisonSpec> Sized(Run run, Budget budget) => [];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(ComparisonResult result) => ComparisonViews.Of(result);

    /// <inheritdoc/>
    public static ComparisonResult Run(Run run, ComparisonSpec spec, Work work) =>
        Run(run, spec.Second == run.Directory ? run : Runs.Run.Open(spec.Second), spec, work);

    private static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    private const int MostShown = 20;

    /// <summary>Compares.</summary>
    /// <param name="first">The first run.</param>
    /// <param name="second">The second run; may be the same.</param>
    /// <param name="spec">The checkpoints and the number of programs.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">It is one checkpoint twice, or the runs have different test programs.</exception>
    public static ComparisonResult Run(Run first, Run second, ComparisonSpec spec, Work work)
    {
        Info.Require(spec);

        bool isSameRun = Path.GetFullPath(first.Directory) == Path.GetFullPath(second.Directory);
        if (isSameRun && spec.FirstStep == spec.SecondStep)
        {
            throw new UserException(
                $"{first.Name} at step {spec.FirstStep} is compared with itself", "give another checkpoint with --with-checkpoint");
        }

        if (first.Preset.Task != second.Preset.Task || first.Preset.Data.Seed != second.Preset.Data.Seed)
        {
            throw new UserException(
                $"{first.Name} and {second.Name} have different tasks or test sets", "compare runs of one task and data seed");
        }

        int programs = Math.Min(spec.Programs, Math.Min(first.Preset.Data.Test, second.Preset.Data.Test));
        TestPrograms tests = TestPrograms.Of(first, programs);
        return Of(
            tests, spec, (first.Name, second.Name), tests.Said(first.LoadModel(spec.FirstStep), work), tests.Said(second.LoadModel(spec.SecondStep), work));
    }

    /// <summary>The same from what the models say.</summary>
    internal static ComparisonResult Of(TestPrograms tests, ComparisonSpec spec, (string First, string Second) names, int[] one, int[] other)
    {
        int count = one.Length;
        bool[] before = [.. one.Select((says, i) => says == tests.Executions[i].Value)];
        bool[] after = [.. other.Select((says, i) => says == tests.Executions[i].Value)];
        int[] all = [.. Enumerable.Range(0, count)];
        int[] gained = [.. all.Where(i => !before[i] && after[i])];
        int[] lost = [.. all.Where(i => before[i] && !after[i])];
        int[] wrong = [.. all.Where(i => !before[i] && !after[i])];
        double[] differences = [.. all.Select(i => (after[i] ? 1.0 : 0.0) - (before[i] ? 1.0 : 0.0))];
        return new ComparisonResult(
            ComparisonResult.CurrentFormat,
            names.First,
            spec.FirstStep,
            names.Second,
            spec.SecondStep,
            Proportion.OfCounts(before.Count(right => right), count),
            Proportion.OfCounts(after.Count(right => right), count),
            Bootstraps.Of(count).Mean(differences),
            all.Count(i => before[i] && after[i]),
            gained.Length,
            lost.Length,
            wrong.Count(i => one[i] == other[i]),
            wrong.Length,
            McNemar.PValue(gained.Length, lost.Length),
            ByFeature(tests, gained, lost),
            Shown(gained),
            Shown(lost));

        ImmutableArray<FlippedProgram> Shown(int[] flipped) =>
        [
            .. flipped.Take(MostShown).Select(i => new FlippedProgram(i, tests.Programs[i].ToText(), tests.Executions[i].Value, one[i], other[i])),
        ];
    }

    /// <summary>Holm's step-down correction.</summary>
    internal static double[] Adjusted(IReadOnlyList<double> values)
    {
        var adjusted = new double[values.Count];
        double largest = 0;
        int rank = 0;
        foreach (int i in Enumerable.Range(0, values.Count).OrderBy(i => values[i]))
        {
            largest = Math.Max(largest, Math.Min(1, (values.Count - rank++) * values[i]));
            adjusted[i] = largest;
        }

        return adjusted;
    }

    private static ImmutableArray<FeatureFlips> ByFeature(TestPrograms tests, int[] gained, int[] lost)
    {
        var isGained = gained.ToHashSet();
        var isLost = lost.ToHashSet();
        FeatureFlips[] plain =
        [
            .. from feature in ProgramFeatures.All
               let values = tests.Programs.Select((program, i) => ProgramFeatures.Of(feature, program, tests.Executions[i])).ToArray()
               from own in Enumerable.Range(0, values.Length).GroupBy(i => values[i]).OrderBy(own => own.Key)
               let up = own.Count(isGained.Contains)
               let down = own.Count(isLost.Contains)
               select new FeatureFlips(feature, own.Key, own.Count(), up, down, McNemar.PValue(up, down), 1),
        ];
        double[] adjusted = Adjusted([.. plain.Select(one => one.PValue)]);
        return [.. plain.Select((one, i) => one with { AdjustedPValue = adjusted[i] })];
    }
}
