using System.Collections.Immutable;
using Bindscope.Report.Drawing;

namespace Bindscope.Report.Charts;

/// <summary>Shares of a whole, stacked, over one axis.</summary>
/// <param name="Axes">Both axes; the vertical one goes from 0 to 1.</param>
/// <param name="Places">Along the horizontal axis.</param>
/// <param name="Parts">From bottom to top: a class, a name, and a share for each place.</param>
internal sealed record StackedChart(
    Axes Axes, ImmutableArray<double> Places, ImmutableArray<(string Style, string Name, ImmutableArray<double> Shares)> Parts)
{
    internal void Draw(SvgCanvas canvas, Area area)
    {
        Axes.Draw(canvas, area);
        var floor = new double[Places.Length];
        foreach ((string style, string name, ImmutableArray<double> shares) in Parts)
        {
            double[] below = [.. floor];
            for (int i = 0; i < floor.Length; i++)
            {
                floor[i] += shares[i];
            }

            IEnumerable<(double X, double Y)> Edge(double[] heights) =>
                Places.Select((place, i) => (Axes.Horizontal.At(place), Axes.Vertical.At(heights[i])));
            canvas.Polygon(Edge(floor).Concat(Edge(below).Reverse()), $"stack {style}", name);
            double middle = (floor[^1] + below[^1]) / 2;
            if (shares[^1] > 0.03)
            {
                canvas.Text(area.Right + 8, Axes.Vertical.At(middle) + 4, name, "start small");
            }
        }
    }
}
