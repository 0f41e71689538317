using System.Collections.Immutable;
using Bindscope.Report.Drawing;

namespace Bindscope.Report.Charts;

/// <summary>Points of a plane without units, in the classes of their colours.</summary>
/// <param name="Title">Above it.</param>
/// <param name="Points">Coordinates, and each point's class as a number from 0.</param>
internal sealed record ScatterChart(string Title, ImmutableArray<(double X, double Y, int Class)> Points)
{
    internal void Draw(SvgCanvas canvas, Area area)
    {
        canvas.Text(area.Left, area.Top - 7, Title, "start small");
        canvas.Rectangle(area, "band");
        if (Points.IsEmpty)
        {
            return;
        }

        // One unit is as long upwards as sideways: distances are what such a map shows.
        (double left, double right) = (Points.Min(point => point.X), Points.Max(point => point.X));
        (double bottom, double top) = (Points.Min(point => point.Y), Points.Max(point => point.Y));
        double unit = (Math.Min(area.Width, area.Height) - 12) / Math.Max(Math.Max(right - left, top - bottom), 1e-9);
        (double x, double y) = ((left + right) / 2, (bottom + top) / 2);
        foreach ((double px, double py, int kind) in Points)
        {
            canvas.Circle(area.Centre + ((px - x) * unit), area.Middle - ((py - y) * unit), 2.2, $"point d{kind % 10}");
        }
    }
}
