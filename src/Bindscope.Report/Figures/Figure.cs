using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Paper.Evidence;
using Bindscope.Report.Drawing;

namespace Bindscope.Report.Figures;

/// <summary>A figure of the report.</summary>
/// <param name="Id">Its file's name, such as <c>figure-2a</c>.</param>
/// <param name="Label">What the paper calls it, such as <c>Figure 2a</c>.</param>
/// <param name="Caption">What it shows and of how many programs.</param>
/// <param name="Canvas">The drawing; null where there is nothing to draw.</param>
/// <param name="Tables">Its numbers.</param>
/// <param name="Missing">Why there is no drawing; empty where there is one.</param>
/// <param name="Command">Computes what is missing, or this.</param>
internal sealed record Figure(string Id, string Label, string Caption, SvgCanvas? Canvas, ImmutableArray<DataTable> Tables, string Missing, string Command)
{
    internal static Figure Absent(string id, string label, string caption, string missing, string command) =>
        new(id, label, caption, null, [], missing, command);

    /// <summary>What to show instead where one of several runs lacks an analysis: the first one that does; null where none does.</summary>
    internal static Figure? AbsentIn<T>(
        string id, string label, string caption, IEnumerable<RunEvidence> runs, Func<RunEvidence, Source<T>> analysis)
        where T : class =>
        runs.FirstOrDefault(run => analysis(run).Result is null) is { } lacks
            ? Absent(id, label, caption, $"{lacks.Run.Name}: {analysis(lacks).Missing}", analysis(lacks).Command)
            : null;
}

/// <summary>The numbers of a figure, for those who cannot see it or want to use them.</summary>
/// <param name="Columns">Names.</param>
/// <param name="Rows">Cells as text, as many as there are columns.</param>
/// <param name="Title">What they show, where the figure's caption does not say it.</param>
internal sealed record DataTable(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows, string Title = "")
{
    /// <summary>An analysis's own tables, as the command line prints them.</summary>
    internal static ImmutableArray<DataTable> Of(IEnumerable<View> views) =>
        [.. views.Select(view => new DataTable(view.Columns, view.Brief(), view.Title))];
}
