using System.Collections.Immutable;
using Bindscope.Report.Drawing;

namespace Bindscope.Report.Charts;

/// <summary>Curves over one axis, with their intervals as shades and their names at their ends.</summary>
/// <param name="Axes">Both axes.</param>
/// <param name="Series">The curves; later ones lie over earlier ones.</param>
/// <param name="Bands">Stretches of the horizontal axis with a name.</param>
internal sealed record LineChart(Axes Axes, ImmutableArray<Series> Series, ImmutableArray<ChartBand> Bands)
{
    internal void Draw(SvgCanvas canvas, Area area, AxisNames names = AxisNames.Both)
    {
        foreach (ChartBand band in Bands)
        {
            double from = Axes.Horizontal.At(band.From), to = Axes.Horizontal.At(band.To);
            canvas.Rectangle(new Area(from, area.Top, Math.Max(1, to - from), area.Height), "band");
            canvas.Text((from + to) / 2, area.Top - 5, band.Name, "middle small quiet");
        }

        Axes.Draw(canvas, area, names);
        foreach (Series series in Series.Where(series => series.Points.Any(point => point.Low is not null)))
        {
            canvas.Polygon(Outline(series), series.Style + " interval");
        }

        foreach (Series series in Series)
        {
            if (series.Points.Length == 1)
            {
                canvas.Circle(Axes.Horizontal.At(series.Points[0].X), Axes.Vertical.At(series.Points[0].Y), 3, series.Style);
            }

            canvas.Polyline(series.Points.Select(point => (Axes.Horizontal.At(point.X), Axes.Vertical.At(point.Y))), series.Style);
        }

        EndLabels.Draw(canvas, area, [.. Series.Where(series => series.Label.Length > 0 && !series.Points.IsEmpty)
            .Select(series => (Axes.Vertical.At(series.Points[^1].Y), series.Style, series.Label))]);
    }

    private IEnumerable<(double X, double Y)> Outline(Series series)
    {
        IEnumerable<(double X, double Y)> Edge(Func<SeriesPoint, double> value) =>
            series.Points.Select(point => (Axes.Horizontal.At(point.X), Axes.Vertical.At(value(point))));
        return Edge(point => point.High ?? point.Y).Concat(Edge(point => point.Low ?? point.Y).Reverse());
    }
}

/// <summary>A curve.</summary>
/// <param name="Label">What stands at its end; empty for nothing.</param>
/// <param name="Style">Its class.</param>
/// <param name="Points">By x, ascending.</param>
internal sealed record Series(string Label, string Style, ImmutableArray<SeriesPoint> Points);

/// <summary>A point of a curve, with the ends of its interval where it has one.</summary>
internal readonly record struct SeriesPoint(double X, double Y, double? Low = null, double? High = null);

/// <summary>A named stretch of a chart's horizontal axis, such as a phase.</summary>
internal sealed record ChartBand(double From, double To, string Name);

/// <summary>Names beside the ends of curves, pushed apart so that none covers another.</summary>
internal static class EndLabels
{
    private const double Spacing = 14;

    internal static void Draw(SvgCanvas canvas, Area area, IReadOnlyList<(double Y, string Style, string Text)> labels)
    {
        double[] places = Apart([.. labels.Select(label => label.Y)], area.Bottom + 4);
        for (int i = 0; i < labels.Count; i++)
        {
            canvas.Text(area.Right + 8, places[i] + 4, labels[i].Text, $"start small {labels[i].Style}");
        }
    }

    /// <summary>Places at least one line apart, near to those asked for and not below the lowest.</summary>
    internal static double[] Apart(double[] wanted, double lowest)
    {
        int[] order = [.. Enumerable.Range(0, wanted.Length).OrderBy(i => wanted[i])];
        var places = (double[])wanted.Clone();
        for (int i = 1; i < order.Length; i++)
        {
            places[order[i]] = Math.Max(places[order[i]], places[order[i - 1]] + Spacing);
        }

        double limit = lowest;
        foreach (int i in order.Reverse())
        {
            places[i] = Math.Min(places[i], limit);
            limit = places[i] - Spacing;
        }

        return places;
    }
}
