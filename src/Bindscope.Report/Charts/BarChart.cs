using System.Collections.Immutable;
using Bindscope.Paper;
using Bindscope.Report.Drawing;

namespace Bindscope.Report.Charts;

/// <summary>Horizontal bars with intervals: names of any length have room at their left.</summary>
/// <param name="Title">Above them.</param>
/// <param name="Bars">From top to bottom.</param>
/// <param name="Paper">The paper's value, drawn as a line; null for none.</param>
internal sealed record BarChart(string Title, ImmutableArray<Bar> Bars, double? Paper)
{
    internal void Draw(SvgCanvas canvas, Area area)
    {
        canvas.Text(area.Left, area.Top - 20, Title, "start heading");
        var scale = new LinearScale(0, 1, area.Left, area.Right, 0.25, "0 %");
        foreach ((double value, string name) in scale.Ticks())
        {
            canvas.Line(scale.At(value), area.Top, scale.At(value), area.Bottom, "grid");
            canvas.Text(scale.At(value), area.Bottom + 15, name, "middle small");
        }

        double height = area.Height / Math.Max(1, Bars.Length);
        for (int i = 0; i < Bars.Length; i++)
        {
            Bar bar = Bars[i];
            double top = area.Top + (i * height), middle = top + (height / 2);
            canvas.Text(area.Left - 8, middle + 4, bar.Name, "end small");
            canvas.Rectangle(new Area(area.Left, top + 3, scale.At(bar.Value) - area.Left, height - 6), $"bar {bar.Style}", hint: bar.Hint);
            canvas.Line(scale.At(bar.Low), middle, scale.At(bar.High), middle, "whisker");
            canvas.Text(area.Right + 8, middle + 4, Numbers.Percent(bar.Value), "start small");
        }

        if (Paper is { } paper)
        {
            canvas.Line(scale.At(paper), area.Top - 4, scale.At(paper), area.Bottom, "paper");
            canvas.Text(scale.At(paper), area.Top - 7, "paper", "middle small paper");
        }
    }
}

/// <summary>A bar with its interval.</summary>
/// <param name="Name">Below it.</param>
/// <param name="Style">Its class.</param>
/// <param name="Value">0 to 1.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Hint">The number in full.</param>
internal sealed record Bar(string Name, string Style, double Value, double Low, double High, string Hint);
