using System.Collections.Immutable;
using Bindscope.Analysis.Abstraction;
using Bindscope.Analysis.Patching;
using Bindscope.Paper;
using Bindscope.Paper.Evidence;

namespace Bindscope.Report.Figures;

/// <summary>Two circuits side by side: which heads make each hop, and where each variable of the interpreter lives.</summary>
internal static class CircuitTables
{
    internal static IEnumerable<Figure> Of(RunEvidence run, RunEvidence other) => [Heads(run, other), Variables(run, other)];

    private static Figure Heads(RunEvidence run, RunEvidence other)
    {
        const string id = "comparison-heads", label = "Both models' heads";
        const string what = "The head whose patch moves the answer most towards the new digit, at the end of each hop, with the growth of"
            + " logit(new) - logit(old) that it causes (95 % bootstrap interval), answer after line 2.";
        RunEvidence[] both = [run, other];
        if (Figure.AbsentIn(id, label, what, both, one => one.Heads) is { } absent)
        {
            return absent;
        }

        ILookup<string, string>[] heads =
        [
            .. both.Select(one => HopHeads.Strongest(one.Heads.Result!).ToLookup(
                step => step.Step,
                step => HopHeads.Matters(one.Heads.Result!, step.Effect)
                    ? $"{step.Head.Layer}.{step.Head.Head}: {Growth(step.Effect)}"
                    : "none by a tenth of the strongest")),
        ];
        string[] steps = [.. heads.SelectMany(one => one.Select(step => step.Key)).Distinct().Order(StringComparer.Ordinal)];
        return Table(
            id,
            label,
            what,
            ["step", .. both.Select(one => $"{one.Run.Name}, {one.Heads.Result!.Layers} layers")],
            [.. steps.Select(step => ImmutableArray.Create([step, .. heads.Select(one => one[step].FirstOrDefault() ?? "")]))],
            run.Heads.Command);
    }

    private static Figure Variables(RunEvidence run, RunEvidence other)
    {
        const string id = "comparison-variables", label = "Both models' variables";
        RunEvidence[] both = [run, other];
        string what = "Where each variable of the interpreter lives, in chains of the most hops that both were asked: the token and the layer entered (after"
            + " the first) at which taking it from another program gives the interpreter's answer most often, with its 95 % interval; in brackets what"
            + " exchanged predictions score. The best of many places is shown, which is optimistic; answer after line 1.";
        if (Figure.AbsentIn(id, label, what, both, one => one.Abstraction) is { } absent)
        {
            return absent;
        }

        var cells = both.Select(one => one.Abstraction.Result!.Cells.Where(cell => cell.Layer > 1).ToArray()).ToArray();
        (string Variable, SourceEdit Source, int Hops)[] rows =
        [
            .. cells[0].Select(Kind).Intersect(cells[1].Select(Kind))
                .GroupBy(kind => (kind.Variable, kind.Source))
                .Select(kind => (kind.Key.Variable, kind.Key.Source, kind.Max(one => one.Hops))),
        ];
        return Table(
            id,
            label,
            what,
            ["variable", "the other program", "hops", .. both.Select(one => $"{one.Run.Name}, step {Numbers.Whole(one.Abstraction.Result!.Checkpoint)}")],
            [
                .. rows.Select(row => ImmutableArray.Create(
                    [row.Variable, Words(row.Source), $"{row.Hops}", .. cells.Select(all => Best(all.Where(cell => Kind(cell) == row)))])),
            ],
            run.Abstraction.Command);
    }

    private static (string Variable, SourceEdit Source, int Hops) Kind(InterchangeCell cell) => (cell.Variable, cell.Source, cell.Hops);

    private static string Best(IEnumerable<InterchangeCell> cells)
    {
        // The best of many cells is chosen on the programs that it is told of: its interval holds for all of them at once.
        InterchangeCell[] all = [.. cells];
        InterchangeCell best = all.MaxBy(cell => cell.Accuracy.Value)!;
        Measure accuracy = Measure.Of(best.Accuracy).BestOf(all.Length);
        string share = $"{accuracy.Text()} of {best.Accuracy.Programs} [{Numbers.Percent(best.Chance)}]";
        return accuracy.Low > best.Chance ? $"{best.Place} entering layer {best.Layer}: {share}" : $"nowhere: at most {share}";
    }

    private static string Words(SourceEdit source) => source switch
    {
        SourceEdit.RootDigit => "other digit at the root",
        SourceEdit.MovedRoot => "root on another line",
        SourceEdit.RedirectedLine => "a line refers elsewhere",
        SourceEdit.RedirectedQuery => "another query",
        SourceEdit.ExchangedNames => "two names exchanged",
        _ => "an unrelated digit",
    };

    private static string Growth(RoleEffect effect) =>
        $"+{Numbers.Plain(effect.Effect.Value)} ({Numbers.Plain(effect.Effect.Low)} to {Numbers.Plain(effect.Effect.High)})";

    private static Figure Table(
        string id, string label, string what, ImmutableArray<string> columns, ImmutableArray<ImmutableArray<string>> rows, string command) =>
        new(id, label, what, null, [new DataTable(columns, rows)], "", command);
}
