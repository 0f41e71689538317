using System.Collections.Immutable;
using Bindscope.Report.Drawing;

namespace Bindscope.Report.Charts;

/// <summary>Values over rows and columns; the strength of one colour for more, of another for less, nothing at zero.</summary>
/// <param name="Title">Above it.</param>
/// <param name="Rows">Names, from bottom to top: the layers that a signal climbs.</param>
/// <param name="Columns">Names, from left to right.</param>
/// <param name="Cells">By row, then by column.</param>
internal sealed record HeatMap(
    string Title, ImmutableArray<string> Rows, ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<HeatCell>> Cells)
{
    /// <summary>Colours as strong as this need pale text.</summary>
    private const double Strong = 0.6;

    /// <summary>The width of a letter of a column's name, in pixels: the mean of names in lower case at 11 px.</summary>
    private const double Letter = 6;

    internal void Draw(SvgCanvas canvas, Area area, AxisNames names = AxisNames.Both)
    {
        canvas.Text(area.Left, area.Top - 7, Title, "start small");
        double width = area.Width / Math.Max(1, Columns.Length), height = area.Height / Math.Max(1, Rows.Length);
        string size = height < 11 ? "tiny" : "small";
        for (int row = 0; row < Rows.Length; row++)
        {
            double top = area.Bottom - ((row + 1) * height);
            if (names is AxisNames.Both or AxisNames.Vertical)
            {
                canvas.Text(area.Left - 5, top + (height / 2) + 4, Rows[row], $"end {size}");
            }

            for (int column = 0; column < Columns.Length; column++)
            {
                Cell(canvas, new Area(area.Left + (column * width), top, width, height), Cells[row][column], size);
            }
        }

        if (names is AxisNames.Both or AxisNames.Horizontal)
        {
            bool turned = Columns.Any(name => name.Length * Letter > width);
            for (int column = 0; column < Columns.Length; column++)
            {
                double centre = area.Left + ((column + 0.5) * width);
                if (turned)
                {
                    canvas.TextUpwards(centre + 4, area.Bottom + 5, Columns[column], "end small");
                }
                else
                {
                    canvas.Text(centre, area.Bottom + 14, Columns[column], "middle small");
                }
            }
        }
    }

    private static void Cell(SvgCanvas canvas, Area area, HeatCell cell, string size)
    {
        if (cell.Value is not { } value)
        {
            canvas.Rectangle(area, "empty", hint: cell.Hint.Length > 0 ? cell.Hint : null);
            return;
        }

        double strength = Math.Min(1, Math.Abs(value));
        canvas.Rectangle(area, value < 0 ? "cell less" : "cell more", strength, cell.Hint);
        if (cell.Text.Length > 0)
        {
            canvas.Text(area.Centre, area.Middle + 4, cell.Text, $"middle {size} {(strength > Strong ? "pale" : "dark")}");
        }
    }
}

/// <summary>A cell of a heat map.</summary>
/// <param name="Value">-1 to 1: how strong its colour is, and which; null where nothing was measured.</param>
/// <param name="Text">What stands in it; empty for nothing.</param>
/// <param name="Hint">The number in full.</param>
internal readonly record struct HeatCell(double? Value, string Text, string Hint);
