using System.Net;
using System.Text.RegularExpressions;
using Bindscope.Analysis;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.ProgramSample;
using Bindscope.Cli;
using Bindscope.Cli.Verbs;
using Bindscope.Runs;
using Bindscope.Tests.Code;
using Bindscope.Web;

namespace Bindscope.Tests.Web;

/// <summary>An analysis' own tables, which the terminal prints and the pages take.</summary>
[Collection(nameof(SharedSite))]
public sealed partial class ViewTests(SiteFixture site)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ThePagesGetTheTablesOfTheKeptAnswer()
    {
        byte[] served = await site.Client.GetByteArrayAsync(Address("programs"), Cancellation);
        View[] views = [.. ProgramsAnalysis.Views(new AnalysisFolder(site.Trained, "programs").Read<ProgramsResult>())];

        Assert.NotEmpty(views[0].Rows);
        Assert.Equal(SiteJson.Bytes(views), served);
    }

    [Fact]
    public async Task AnAnswerThatThisBuildCannotReadHasNoTables()
    {
        string file = new AnalysisFolder(site.Trained, "phases").ResultPath;
        string whole = await File.ReadAllTextAsync(file, Cancellation);
        await File.WriteAllTextAsync(file, whole.Replace("{\"format\"", "{\"old\":1,\"format\"", StringComparison.Ordinal), Cancellation);
        HttpResponseMessage answer = await site.Client.GetAsync(Address("phases"), Cancellation);
        await File.WriteAllTextAsync(file, whole, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.NotEmpty(await site.Client.GetByteArrayAsync(Address("phases"), Cancellation));
    }

    // A page that asks for a key that no table has would show no table.
    [Fact]
    public void EveryTableThatAFigureAsksForIsWritten()
    {
        string written = string.Concat(Sources.Files("src/Bindscope.Analysis").Select(file => File.ReadAllText(Path.Combine(Sources.Root, file))));
        string[] asked =
        [
            .. Directory.EnumerateFiles(Path.Combine(Sources.Root, "web/src"), "*.svelte", SearchOption.AllDirectories)
                .SelectMany(file => Asked().Matches(File.ReadAllText(file))).Select(match => match.Groups["key"].Value),
        ];

        Assert.InRange(asked.Length, 15, 100);
        Assert.All(asked, key => Assert.True(
            written.Contains($".Named(\"{key}\")", StringComparison.Ordinal) || written.Contains($"KeyOf(\"{key}\"", StringComparison.Ordinal), key));
    }

    [Fact]
    public void ATerminalShowsTheFirstRowsAndSaysHowManyThereAre()
    {
        using var output = new StringWriter();
        using var terminal = new Terminal(TextReader.Null, output, TextWriter.Null, IsOutAScreen: false, IsErrorAScreen: false);
        View view = View.Of($"numbers", ["n"], Enumerable.Range(101, 7).Select(n => (IEnumerable<Cell>)[n]));

        terminal.WriteTables("all", [view.First(3)]);

        Assert.Contains("103", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("104", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("4 rows more with --csv", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ASentenceInATableIsBrokenBetweenWordsAndNoOtherColumnIs()
    {
        using var output = new StringWriter();
        using var terminal = new Terminal(TextReader.Null, output, TextWriter.Null, IsOutAScreen: false, IsErrorAScreen: false);
        string sentence = string.Join(' ', Enumerable.Repeat("training.clamp.lines=3", 12));

        terminal.WriteTables("all", [View.Of($"arms", ["arm", "runs", "what is theirs"], [(IEnumerable<Cell>)[2, 12345, sentence]])]);

        string[] lines = output.ToString().Split('\n');
        Assert.Contains(lines, line => line.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["arm", "runs", "what", "is", "theirs"]);
        Assert.Contains(lines, line => line.Contains("12345", StringComparison.Ordinal));
        Assert.Equal(12, lines.Sum(line => line.Split("training.clamp.lines=3").Length - 1));
        Assert.All(lines, line => Assert.InRange(line.TrimEnd('\r').Length, 0, 150));
    }

    [Fact]
    public void NoColumnsNameIsBrokenWhereATableIsWiderThanOthers()
    {
        using var output = new StringWriter();
        using var terminal = new Terminal(TextReader.Null, output, TextWriter.Null, IsOutAScreen: false, IsErrorAScreen: false);
        string[] names = [.. Enumerable.Range(1, 8).Select(i => $"training.learningRate.decayFrom{i}")];

        terminal.WriteTables("all", [View.Of($"runs", names, [names.Select(_ => (Cell)"0.5")])]);

        Assert.All(names, name => Assert.Contains(name, output.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("demo-1")]
    [InlineData("small-lm-256")]
    public void OfAReferenceRunsAnswersEachHasItsTablesAndNoKeyTwice(string name)
    {
        Run run = Run.Open(Path.Combine(Sources.Root, "reference", name));
        Assert.All(AnalysisFolder.Names(run).Where(folder => new AnalysisFolder(run, folder).HasResult), folder =>
        {
            View[] views = [.. Catalogue.Of(folder)!.Views(new AnalysisFolder(run, folder))];
            string[] keys = [.. views.Select(view => view.Key).OfType<string>()];
            Assert.NotEmpty(views);
            Assert.Equal(keys.Length, keys.Distinct().Count());
            Assert.All(views, view => Assert.All(view.Rows, row => Assert.Equal(view.Columns.Length, row.Length)));
        });
    }

    private static Uri Address(string analysis) => new($"data/runs/tiny/analyses/{analysis}/views.json", UriKind.Relative);

    [GeneratedRegex(@"viewsOf\((?:'|`|forward \? ')(?<key>[a-z -]+)")]
    private static partial Regex Asked();
}
