namespace Bindscope.Report.Drawing;

/// <summary>The styles that all figures share: colours of Okabe and Ito, which most colour-blind people tell apart, and dashes beside
/// them.</summary>
internal static class FigureStyle
{
    /// <summary>Series that can be told apart by colour and by dash.</summary>
    internal const int Series = 8;

    internal static string Css { get; } = Read("figure.css");

    /// <summary>A text of this assembly.</summary>
    internal static string Read(string name)
    {
        using Stream stream = typeof(FigureStyle).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The class of a series.</summary>
    /// <param name="index">0-based; after the last they begin again.</param>
    internal static string SeriesClass(int index) => $"s{index % Series}";
}
