namespace Bindscope.Report.Drawing;

/// <summary>Which axes of a plot are written out: in a grid of plots only the outer ones are.</summary>
internal enum AxisNames
{
    None,
    Horizontal,
    Vertical,
    Both,
}
