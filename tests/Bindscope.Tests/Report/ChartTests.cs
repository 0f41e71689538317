using System.Collections.Immutable;
using System.Xml.Linq;
using Bindscope.Paper;
using Bindscope.Report.Charts;
using Bindscope.Report.Drawing;

namespace Bindscope.Tests.Report;

public sealed class ChartTests
{
    private static readonly Area Plot = new(60, 30, 200, 100);

    [Fact]
    public void ALineChartWithBandsIntervalsAndNames()
    {
        SvgCanvas canvas = Canvas();
        new LineChart(
            new Axes(new LogScale(1, 1000, Plot.Left, Plot.Right), LinearScale.Percent(Plot), "step", "share"),
            [
                new Series("first & last", "s0", [new SeriesPoint(1, 0.1, 0, 0.2), new SeriesPoint(100, 0.5, 0.4, 0.6),
                    new SeriesPoint(1000, 1, 0.9, 1)]),
                new Series("second", "s1", [new SeriesPoint(1, 0.2), new SeriesPoint(1000, 0.98)]),
            ],
            [new ChartBand(1, 30, "chance")]).Draw(canvas, Plot);

        Golden.Matches("line-chart", canvas);
    }

    [Fact]
    public void AHeatMapWithBothSignsAndAHole()
    {
        SvgCanvas canvas = Canvas();
        new HeatMap(
            "layers",
            ["1", "2"],
            ["rhs:1", "query", "colon"],
            [
                [new HeatCell(0, "", "nothing"), new HeatCell(0.7, "70", "much"), new HeatCell(-0.4, "-40", "less")],
                [new HeatCell(null, "", "no such token"), new HeatCell(1, "100", "all"), new HeatCell(0.1, "10", "little")],
            ]).Draw(canvas, Plot);

        Golden.Matches("heat-map", canvas);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(8, true)]
    public void ColumnsNarrowerThanTheirNamesHaveThemTurned(int columns, bool turned)
    {
        SvgCanvas canvas = Canvas();
        new HeatMap(
            "layers",
            ["1"],
            [.. Enumerable.Range(1, columns).Select(number => $"rhs:{number}")],
            [[.. Enumerable.Repeat(new HeatCell(0, "", ""), columns)]]).Draw(canvas, Plot);

        XElement[] names = [.. XDocument.Parse(canvas.ToDocument()).Descendants().Where(one => one.Name.LocalName == "text" && one.Value.StartsWith("rhs", StringComparison.Ordinal))];
        Assert.Equal(columns, names.Length);
        Assert.All(names, name => Assert.Equal(turned, name.Attribute("transform") is not null));
    }

    [Fact]
    public void ABarChartWithThePapersValue()
    {
        SvgCanvas canvas = Canvas();
        new BarChart(
            "swaps",
            [new Bar("selected", "s1", 0.96, 0.9, 0.99, "96 % of 100"), new Bar("random", "s7", 0.01, 0, 0.05, "1 % of 100")],
            0.92).Draw(canvas, Plot);

        Golden.Matches("bar-chart", canvas);
    }

    [Fact]
    public void StackedShares()
    {
        SvgCanvas canvas = Canvas();
        ImmutableArray<double> places = [1, 10, 1000];
        new StackedChart(
            new Axes(new LogScale(1, 1000, Plot.Left, Plot.Right), LinearScale.Percent(Plot)),
            places,
            [("d0", "digit 0", [0.5, 0.3, 0.2]), ("d1", "digit 1", [0.5, 0.7, 0.78]), ("none", "no digit", [0, 0, 0.02])]).Draw(canvas,
                Plot);

        Golden.Matches("stacked-chart", canvas);
    }

    [Fact]
    public void ADocumentIsWholeXmlWithTitleDescriptionAndStyles()
    {
        SvgCanvas canvas = Canvas();
        canvas.Text(1, 2, "a < b & c");
        XDocument document = XDocument.Parse(canvas.ToDocument());

        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.Equal("A title with \"quotes\"", document.Root!.Element(svg + "title")!.Value);
        Assert.Equal("what is < seen", document.Root.Element(svg + "desc")!.Value);
        Assert.Contains("prefers-color-scheme: dark", document.Root.Element(svg + "style")!.Value, StringComparison.Ordinal);
        Assert.Equal("a < b & c", document.Root.Element(svg + "text")!.Value);
    }

    [Fact]
    public void NamesAtTheEndsOfCurvesDoNotCoverEachOther()
    {
        double[] places = EndLabels.Apart([50, 51, 52, 10, 99], 100);
        double[] sorted = [.. places.Order()];

        Assert.All(sorted.Zip(sorted.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 13.99));
        Assert.True(sorted[^1] <= 100);
        Assert.Equal(10, places[3]);
        Assert.True(places[0] < places[1] && places[1] < places[2]);
    }

    [Theory]
    [InlineData(0.5, "50 %")]
    [InlineData(1, "100 %")]
    [InlineData(0.99999, "99.99 %")]
    [InlineData(0.9995, "99.95 %")]
    [InlineData(0.089, "8.9 %")]
    [InlineData(0.004, "0.40 %")]
    [InlineData(0, "0 %")]
    public void SharesAreWrittenAsExactlyAsTheyNeed(double share, string text) => Assert.Equal(text, Numbers.Percent(share));

    private static SvgCanvas Canvas() => new(320, 180, "A title with \"quotes\"", "what is < seen");
}
