using System.Globalization;
using System.Text;

namespace Bindscope.Report.Drawing;

/// <summary>Writes one SVG document. Colours are classes of figure.css, so that a figure follows the viewer's light or dark
/// scheme.</summary>
internal sealed class SvgCanvas
{
    private readonly StringBuilder body = new();
    private readonly double width;
    private readonly double height;
    private readonly string title;
    private readonly string description;

    /// <summary>An empty figure.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="title">What it shows, for those who hear it.</param>
    /// <param name="description">What can be seen in it.</param>
    internal SvgCanvas(double width, double height, string title, string description)
    {
        (this.width, this.height, this.title, this.description) = (width, height, title, description);
    }

    internal void Line(double x1, double y1, double x2, double y2, string style) =>
        Element($"<line class=\"{style}\" x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\"/>");

    /// <summary>A rectangle.</summary>
    /// <param name="area">Where.</param>
    /// <param name="style">Its class.</param>
    /// <param name="opacity">Of its fill, 0-1; null for the class's own.</param>
    /// <param name="hint">What a pointer on it shows; null for nothing.</param>
    internal void Rectangle(Area area, string style, double? opacity = null, string? hint = null)
    {
        string fill = opacity is { } share ? $" fill-opacity=\"{N(share)}\"" : "";
        string place = $"<rect class=\"{style}\"{fill} x=\"{N(area.Left)}\" y=\"{N(area.Top)}\" width=\"{N(area.Width)}\""
            + $" height=\"{N(area.Height)}\"";
        Element(hint is null ? place + "/>" : $"{place}><title>{Escape(hint)}</title></rect>");
    }

    internal void Circle(double x, double y, double radius, string style, string? hint = null) =>
        Element($"<circle class=\"{style}\" cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\"" + (hint is null ? "/>"
            : $"><title>{Escape(hint)}</title></circle>"));

    internal void Polyline(IEnumerable<(double X, double Y)> points, string style) =>
        Element($"<polyline class=\"{style}\" points=\"{Points(points)}\"/>");

    internal void Polygon(IEnumerable<(double X, double Y)> points, string style, string? hint = null) =>
        Element($"<polygon class=\"{style}\" points=\"{Points(points)}\"" + (hint is null ? "/>"
            : $"><title>{Escape(hint)}</title></polygon>"));

    /// <summary>A line of text.</summary>
    /// <param name="x">Its anchor.</param>
    /// <param name="y">Its baseline.</param>
    /// <param name="text">What it says.</param>
    /// <param name="style">Its class; <c>start</c>, <c>middle</c> and <c>end</c> say what the anchor is.</param>
    internal void Text(double x, double y, string text, string style = "start") =>
        Element($"<text class=\"{style}\" x=\"{N(x)}\" y=\"{N(y)}\">{Escape(text)}</text>");

    /// <summary>Text that reads from bottom to top; its class says what the anchor is.</summary>
    internal void TextUpwards(double x, double y, string text, string style) =>
        Element($"<text class=\"{style}\" transform=\"translate({N(x)} {N(y)}) rotate(-90)\">{Escape(text)}</text>");

    /// <summary>The document, which needs nothing but itself.</summary>
    internal string ToDocument() => Opened(" xmlns=\"http://www.w3.org/2000/svg\"") + $"<style>\n{FigureStyle.Css}</style>\n{body}</svg>\n";

    /// <summary>The same without its styles, for a page that has them.</summary>
    internal string ToElement() => Opened("") + $"{body}</svg>\n";

    internal static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Points(IEnumerable<(double X, double Y)> points) => string.Join(' ', points.Select(point =>
        $"{N(point.X)},{N(point.Y)}"));

    private string Opened(string attributes) =>
        $"<svg{attributes} class=\"figure\" viewBox=\"0 0 {N(width)} {N(height)}\" width=\"{N(width)}\" height=\"{N(height)}\" role=\"img\">\n"
        + $"<title>{Escape(title)}</title>\n<desc>{Escape(description)}</desc>\n"
        + $"<rect class=\"page\" width=\"{N(width)}\" height=\"{N(height)}\"/>\n";

    private void Element(string element) => body.Append(element).Append('\n');
}

/// <summary>A rectangle of a figure, in pixels from its upper left corner.</summary>
internal readonly record struct Area(double Left, double Top, double Width, double Height)
{
    internal double Right => Left + Width;

    internal double Bottom => Top + Height;

    internal double Centre => Left + (Width / 2);

    internal double Middle => Top + (Height / 2);
}
