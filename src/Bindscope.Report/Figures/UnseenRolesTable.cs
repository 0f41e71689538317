using System.Collections.Immutable;
using Bindscope.Analysis.Generalisation.Unseen;
using Bindscope.Paper;
using Bindscope.Paper.Evidence;
using Bindscope.Programs.Generation;

namespace Bindscope.Report.Figures;

/// <summary>Symbols in roles that training never showed them in; no figure of the paper.</summary>
internal static class UnseenRolesTable
{
    /// <summary>The table; none for a run that was trained with every symbol in every role.</summary>
    internal static IEnumerable<Figure> Of(RunEvidence run)
    {
        const string id = "unseen-roles", label = "Unseen roles", what = "Programs with a symbol in a role that it never had in training, and the"
            + " same programs with that symbol renamed to a known one.";
        if (run.Preset.Data.Unseen.IsEmpty())
        {
            return [];
        }

        if (run.Unseen.Result is not { } result)
        {
            return [Figure.Absent(id, label, what, run.Unseen.Missing, run.Unseen.Command)];
        }

        CheckpointUnseen last = result.Checkpoints[^1];
        return
        [
            new Figure(
                id,
                label,
                $"{what} Step {Numbers.Whole(last.Step)}; 95 % intervals, that of the difference for pairs.",
                null,
                new DataTable(
                    ["role", "unseen symbols", "test program has", "pairs", "with the unseen symbol", "with a known one", "difference in points"],
                    [
                        .. last.Comparisons.Where(one => one.IsOfAll()).Select(one => ImmutableArray.Create(
                            Words(one.Role),
                            string.Join(' ', result.Unseen.In(one.Role).ToCharArray()),
                            one.Original == Original.Unseen ? "the unseen one" : "the known one",
                            Numbers.Whole(one.Unseen.Programs),
                            Measure.Of(one.Unseen).Text(),
                            Measure.Of(one.Seen).Text(),
                            FormattableString.Invariant(
                                $"{100 * one.Difference.Value:0.0} ({100 * one.Difference.Low:0.0} to {100 * one.Difference.High:0.0})"))),
                    ]),
                "",
                run.Unseen.Command),
        ];
    }

    private static string Words(SymbolRole role) => role switch
    {
        SymbolRole.Queried => "name asked for",
        SymbolRole.Followed => "name followed",
        SymbolRole.Root => "name at the root",
        _ => "digit as the answer",
    };
}
