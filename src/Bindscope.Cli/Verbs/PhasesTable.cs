using System.Globalization;
using Bindscope.Analysis.Phases;
using Bindscope.Training.Runs;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>The phases of a run as two tables (when, and what the model did) and a few sentences.</summary>
internal static class PhasesTable
{
    private const int Width = 120;

    public static void Write(Run run, PhasesResult result, Terminal terminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal.IsOutAScreen ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(terminal.Out),
        });
        console.Profile.Width = Width;
        var evaluations = result.Fit.Steps;
        console.WriteLine(Text($"Phases of {run.Name}: {evaluations.Length} evaluations, steps {evaluations[0]:N0} to {evaluations[^1]:N0}"));
        var assistance = run.Preset.Assistance();
        console.WriteLine("assistance in training: " + (assistance.Count == 0 ? "none" : string.Join("; ", assistance)));
        if (!result.Phases.IsEmpty)
        {
            console.Write(When(result));
            console.Write(What(result));
        }

        foreach (var finding in result.Findings)
        {
            console.WriteLine(finding);
        }

        console.WriteLine("accuracy sustained: " + string.Join("; ", result.Milestones.Select(Describe)));
    }

    private static Table When(PhasesResult result)
    {
        var table = Plain("phase", "steps", "reached in", "left in", "evaluations", "accuracy (95 %)", "at its end");
        foreach (var (_, cells) in result.Phases.Select(Row).Concat(result.Transitions.Select(Row)).OrderBy(row => row.Step))
        {
            table.AddRow(cells);
        }

        return table;
    }

    /// <summary>A transition is placed by the middle of its steps: phases share those steps with it.</summary>
    private static (double Step, string[] Cells) Row(PhaseTransition transition) =>
    (
        (transition.LastStepBefore + transition.FirstStepAfter) / 2.0,
        [
            "transition",
            Text($"{transition.LastStepBefore:N0} - {transition.FirstStepAfter:N0}"),
            "",
            transition.To is null ? "not yet" : "",
            Text($"{transition.Evaluations}"),
            Text($"{(transition.Rise < 0 ? "" : "+")}{100 * transition.Rise:0.0} points"),
            "",
        ]);

    private static (double Step, string[] Cells) Row(Phase phase) =>
    (
        (phase.FirstStep + phase.LastStep) / 2.0,
        [
            Name(phase),
            Text($"{phase.FirstStep:N0} - {phase.LastStep:N0}"),
            phase.Start is { } start ? Text($"{start.Low:N0} - {start.High:N0}") : "",
            phase.End is { } end ? Text($"{end.Low:N0} - {end.High:N0}") : "",
            Text($"{phase.Evaluations}"),
            Text($"{Percent(phase.Accuracy.Value)} ({100 * phase.Accuracy.Low:0.0}-{100 * phase.Accuracy.High:0.0})"),
            Percent(phase.FinalAccuracy, 2),
        ]);

    private static Table What(PhasesResult result)
    {
        var groups = result.Phases.SelectMany(Groups).Select(group => group.Group).Distinct();
        var table = Plain(["share of programs", .. result.Phases.Select(Name)]);
        foreach (var group in groups)
        {
            var where = group.Contains("line", StringComparison.Ordinal) ? "answer on " : "";
            table.AddRow([$"right, {where}{group}", .. result.Phases.Select(phase => Accuracy(phase, group))]);
        }

        void Agreement(string name, Func<HeuristicAgreement, double?> share) =>
            table.AddRow([name, .. result.Phases.Select(phase => share(phase.Agreement) is { } value ? Percent(value) : "")]);
        Agreement("says one of the first two constants", agreement => agreement.FirstTwoConstants);
        Agreement("says line 1's constant", agreement => agreement.Line1Constant);
        Agreement("says line 2's constant, where it has one", agreement => agreement.Line2Constant);
        Agreement("says a constant of the program", agreement => agreement.AnyConstant);
        Agreement("says its most frequent digit", agreement => agreement.MostFrequentDigit);
        return table;
    }

    private static IEnumerable<GroupAccuracy> Groups(Phase phase) => phase.ByAnswerLine.Concat(phase.ByHops);

    private static string Accuracy(Phase phase, string group) =>
        Groups(phase).FirstOrDefault(candidate => candidate.Group == group) is { } found ? Percent(found.Accuracy.Value) : "";

    private static Table Plain(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)).NoWrap());
        }

        return table;
    }

    private static string Describe(Milestone milestone) => Text($"{100 * milestone.Accuracy:0.#} % ") + milestone switch
    {
        { SustainedFrom: { } step } => Text($"from step {step:N0}"),
        { FirstReached: { } step } => Text($"reached at step {step:N0}, not held"),
        _ => "not reached",
    };

    private static string Name(Phase phase) => phase.Kind.ToString().ToLowerInvariant();

    private static string Percent(double share, int decimals = 1) =>
        (100 * share).ToString($"F{decimals}", CultureInfo.InvariantCulture) + " %";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
