using Bindscope.Analysis.Description;
using Bindscope.Analysis.Patching;

namespace Bindscope.Analysis.Circuits.Growth;

/// <summary>A circuit over training as a table for each group of programs.</summary>
internal static class GrowthViews
{
    internal static IEnumerable<View> Of(GrowthResult result) => result.Groups.Select((group, i) => View.Of(
        $"""
        {PatchViews.TitleOf(group.Hops, group.AnswerLine, group.Choosing + group.Judging, group.Solved, group.Tried)}
        {group.Edges} edges, ranked by {CircuitViews.NameOf(result.Score)}; the last checkpoint's circuit has {group.Size}
        """,
        ["step", "solved, %", "f of the last one's circuit, %", "own circuit's edges", "its f, %", "of them the last one's"],
        result.Checkpoints.Select(at => (Step: at.Step, Group: at.Groups[i])).Select(at => (IEnumerable<Cell>)
        [
            at.Step,
            Cell.Percent(at.Group.Solved),
            Cell.Percent(at.Group.Faithfulness, CircuitViews.Whole),
            at.Group.Size,
            Cell.Percent(at.Group.OwnFaithfulness, CircuitViews.Whole),
            at.Group.Shared,
        ])).Named(CircuitViews.KeyOf("growth", group.Hops, group.AnswerLine)));
}
