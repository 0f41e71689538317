using Bindscope.Report.Drawing;

namespace Bindscope.Report.Figures;

/// <summary>A figure of the report.</summary>
/// <param name="Id">Its file's name, such as <c>figure-2a</c>.</param>
/// <param name="Label">What the paper calls it, such as <c>Figure 2a</c>.</param>
/// <param name="Caption">What it shows and of how many programs.</param>
/// <param name="Canvas">The drawing; null where there is nothing to draw.</param>
/// <param name="Table">Its numbers.</param>
/// <param name="Missing">Why there is no drawing; empty where there is one.</param>
/// <param name="Command">Computes what is missing, or this.</param>
internal sealed record Figure(string Id, string Label, string Caption, SvgCanvas? Canvas, DataTable? Table, string Missing, string Command)
{
    internal static Figure Absent(string id, string label, string caption, string missing, string command) =>
        new(id, label, caption, null, null, missing, command);
}
