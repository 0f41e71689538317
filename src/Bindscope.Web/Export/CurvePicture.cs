using System.Collections.Immutable;
using Bindscope.Runs;

namespace Bindscope.Web.Export;

/// <summary>
/// A run's accuracy over its training as a picture, for previews of links: the curve over a logarithmic axis of steps, lines at 0, 50 and 100 %.
/// </summary>
internal static class CurvePicture
{
    /// <summary>The size that previews ask for, in pixels.</summary>
    internal const int Width = 1200;

    /// <summary>As <see cref="Width"/>.</summary>
    internal const int Height = 630;

    private const int Margin = 60;
    private const double Thickness = 7;

    private static readonly Rgb Paper = new(255, 255, 255);
    private static readonly Rgb Rule = new(221, 225, 231);
    private static readonly Rgb Curve = new(20, 80, 122);
    private static readonly Rgb Below = new(227, 238, 246);

    /// <summary>Draws it.</summary>
    /// <param name="evaluations">By step.</param>
    /// <returns>The bytes of a PNG file.</returns>
    internal static byte[] Png(ImmutableArray<Evaluation> evaluations)
    {
        double[] heights = [.. Enumerable.Range(0, Width).Select(x => HeightAt(evaluations, x))];
        var pixels = new byte[3 * Width * Height];
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                Rgb color = y == YOf(0) || y == YOf(0.5) || y == YOf(1) ? Rule : Paper;
                if (x is >= Margin and < Width - Margin && evaluations.Length > 0)
                {
                    color = y > heights[x] && y < YOf(0) ? Below : color;
                    double slope = (heights[Math.Min(x + 1, Width - Margin - 1)] - heights[Math.Max(x - 1, Margin)]) / 2;
                    double distance = Math.Abs(y - heights[x]) / Math.Sqrt(1 + (slope * slope));
                    color = color.Toward(Curve, Math.Clamp((Thickness / 2) + 0.5 - distance, 0, 1));
                }

                color.Write(pixels.AsSpan(3 * ((y * Width) + x)));
            }
        }

        return PngFile.Of(Width, Height, pixels);
    }

    /// <summary>The curve's height at a column, in pixels from the top.</summary>
    private static double HeightAt(ImmutableArray<Evaluation> evaluations, int x)
    {
        if (evaluations.IsEmpty)
        {
            return YOf(0);
        }

        double part = Math.Clamp((double)(x - Margin) / (Width - (2 * Margin) - 1), 0, 1);
        double at = part * Math.Log(1 + evaluations[^1].Step);
        int next = 1;
        while (next < evaluations.Length - 1 && Math.Log(1 + evaluations[next].Step) < at)
        {
            next++;
        }

        (Evaluation before, Evaluation after) = (evaluations[Math.Max(0, next - 1)], evaluations[Math.Min(next, evaluations.Length - 1)]);
        (double from, double to) = (Math.Log(1 + before.Step), Math.Log(1 + after.Step));
        double way = to > from ? Math.Clamp((at - from) / (to - from), 0, 1) : 1;
        return YOf(before.Accuracy + (way * (after.Accuracy - before.Accuracy)));
    }

    private static int YOf(double accuracy) => (int)Math.Round(Height - Margin - (accuracy * (Height - (2 * Margin))));

    private readonly record struct Rgb(byte Red, byte Green, byte Blue)
    {
        internal Rgb Toward(Rgb other, double share) => new(Mixed(Red, other.Red, share), Mixed(Green, other.Green, share), Mixed(Blue, other.Blue, share));

        internal void Write(Span<byte> into) => (into[0], into[1], into[2]) = (Red, Green, Blue);

        private static byte Mixed(byte from, byte to, double share) => (byte)Math.Round(from + (share * (to - from)));
    }
}
