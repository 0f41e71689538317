using Bindscope.Analysis.Generalisation.Unseen;
using Bindscope.Paper.Evidence;

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

        return [new Figure(id, label, what, null, DataTable.Of(UnseenAnalysis.Views(result)), "", run.Unseen.Command)];
    }
}
