using Bindscope.Report.Drawing;

namespace Bindscope.Report.Charts;

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
