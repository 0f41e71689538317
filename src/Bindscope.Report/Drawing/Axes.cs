namespace Bindscope.Report.Drawing;

/// <summary>Grid lines, ticks and names of a plot's two axes.</summary>
/// <param name="Horizontal">Of x.</param>
/// <param name="Vertical">Of y.</param>
/// <param name="HorizontalName">Below; empty for none.</param>
/// <param name="VerticalName">At the left; empty for none.</param>
internal sealed record Axes(IScale Horizontal, IScale Vertical, string HorizontalName = "", string VerticalName = "")
{
    internal void Draw(SvgCanvas canvas, Area area, AxisNames names = AxisNames.Both)
    {
        foreach ((double value, string name) in Vertical.Ticks())
        {
            double y = Vertical.At(value);
            canvas.Line(area.Left, y, area.Right, y, "grid");
            if (names is AxisNames.Both or AxisNames.Vertical)
            {
                canvas.Text(area.Left - 6, y + 4, name, "end small");
            }
        }

        foreach ((double value, string name) in Horizontal.Ticks())
        {
            double x = Horizontal.At(value);
            canvas.Line(x, area.Top, x, area.Bottom, "grid");
            if (names is AxisNames.Both or AxisNames.Horizontal)
            {
                canvas.Text(x, area.Bottom + 15, name, "middle small");
            }
        }

        canvas.Line(area.Left, area.Bottom, area.Right, area.Bottom, "axis");
        if (HorizontalName.Length > 0 && names is AxisNames.Both or AxisNames.Horizontal)
        {
            canvas.Text(area.Centre, area.Bottom + 31, HorizontalName, "middle small quiet");
        }

        if (VerticalName.Length > 0 && names is AxisNames.Both or AxisNames.Vertical)
        {
            canvas.TextUpwards(area.Left - 44, area.Middle, VerticalName, "middle small quiet");
        }
    }
}

/// <summary>Which axes of a plot are written out: in a grid of plots only the outer ones are.</summary>
internal enum AxisNames
{
    None,
    Horizontal,
    Vertical,
    Both,
}
