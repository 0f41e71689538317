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
