using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Bindscope.Analysis;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Given;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Tests.Cli;

namespace Bindscope.Tests.Analysis;

/// <summary>Analyses of a user's own programs and pairs.</summary>
public sealed class OwnCasesTests : IDisposable
{
    private const string Two = """
        base,source,label,source_label
        "k=2\nj=k\na=5\n#j:","k=3\nj=k\na=5\n#j:",2,3
        "a=4\nk=2\nj=k\n#j:","a=4\nk=9\nj=k\n#j:",7,9

        """;

    private readonly TinyRun run = new(5, 7);

    [Fact]
    public void PairsArePatchedAsTheyAreGiven()
    {
        GivenFile file = GivenFile.OfPairs(Written("mine.csv", Two));
        PairGroup[] groups = [.. PairDrawer.Of(run.Run, Of(pairs: file), TestContext.Current.CancellationToken)
            .Draw(run.Run.LoadModel(7), Of(pairs: file), PairKind.RootDigit, 1, TestContext.Current.CancellationToken)];
        PatchResult result = PatchAnalysis.Run(run.Run, new PatchSpec(7, PatchTarget.Residual, Of(pairs: file)), new Work());

        Assert.Equal(2, Of(pairs: file).Programs);
        Assert.Equal(["2 3", "2 9"], groups.SelectMany(group => group.Pairs).Select(pair => $"{pair.BaseExecution.Value} {pair.SourceExecution.Value}"));
        Assert.Equal([(AnswerLineGroup.First, 1), (AnswerLineGroup.Second, 1)], result.Groups.Select(group => (group.AnswerLine, group.Programs)));

        // At the root's token before layer 1 nothing else differs: the whole way to the source's logits, and there alone.
        Assert.All(result.Groups, group => Assert.NotEqual(0, Root(group).Effect.Value));
        Assert.All(result.Groups, group => Assert.InRange(group.Controls.NoOpLargestChange!.Value, 0, 1e-4));
        static EffectCell Root(GroupEffects group) => group.Cells.Single(cell => cell.Layer == 1 && cell.Role == TokenRole.Right(1));
    }

    [Fact]
    public void AllOwnProgramsAreUsedWithDrawnSources()
    {
        string five = string.Join('\n', Enumerable.Range(0, 5).Select(digit => $$"""{"text":"k={{digit}}\nj=k\n#j:"}"""));
        PairSelection own = Of(GivenFile.OfPrograms(Written("five.jsonl", five)));
        PatchResult result = PatchAnalysis.Run(run.Run, new PatchSpec(7, PatchTarget.Heads, own), new Work());

        Assert.Equal(5, Assert.Single(result.Groups).Programs);
        Assert.Equal(5, result.Groups[0].Available);
    }

    [Fact]
    public void TheAnswerStandsInAFolderOfItsOwnWithTheFilesChecksum()
    {
        string path = Written("My pairs.csv", Two);
        string[] command = ["patch", "residual", "--run", run.Run.Directory, "--pairs", path, "--all-programs"];
        CommandLine answer = CommandLine.Run(command);
        Assert.True(answer.ExitCode == 0, answer.Error);

        string checksum = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
        string folder = Path.Combine(run.Run.Directory, "analyses", $"patch-residual-000007-my-pairs-{checksum[..8]}");
        JsonElement spec = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "spec.json"))).RootElement;
        JsonElement own = spec.GetProperty("selection").GetProperty("ownPairs");
        Assert.Equal((path, checksum, 2), (own.GetProperty("file").GetString(), own.GetProperty("checksum").GetString(), own.GetProperty("count").GetInt32()));
        Assert.Equal(2, spec.GetProperty("selection").GetProperty("programs").GetInt32());
        Assert.True(File.Exists(Path.Combine(folder, "result.json")));
        Assert.False(Directory.Exists(Path.Combine(run.Run.Directory, "analyses", "patch-residual-000007")));
        Assert.Contains("of " + path + " and not of the test set", answer.Out, StringComparison.Ordinal);
        Assert.Contains("note: 1 of 4 labels are not what the program computes (line 3)", answer.Error, StringComparison.Ordinal);

        // The command that asks the same again, and no number of programs beside the file.
        string again = Catalogue.Named("patch-residual").CommandOf("tiny", spec);
        Assert.Contains($"--pairs '{path}'", again, StringComparison.Ordinal);
        Assert.DoesNotContain("--programs", again, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("patch", "heads")]
    [InlineData("patch", "mlp")]
    [InlineData("patch", "attention")]
    [InlineData("patch", "attribution")]
    [InlineData("heads")]
    [InlineData("development")]
    public void EveryAnalysisThatDrawsPairsTakesThem(params string[] command)
    {
        CommandLine answer = CommandLine.Run([.. command, "--run", run.Run.Directory, "--pairs", Written("mine.csv", Two), "--all-programs"]);
        Assert.True(answer.ExitCode == 0, answer.Error);
        Assert.Matches("written: .*-mine-[0-9a-f]{8}/result.json", answer.Error);
    }

    /// <summary>An analysis that has the option uses it: else it would answer about the test set under the name of a user's file.</summary>
    [Fact]
    public void WhoeverTakesAFileReadsItAndNamesItsFolderForIt()
    {
        string tenLines = string.Concat(Enumerable.Range(0, 10).Select(i => $"{(char)('a' + i)}={i}\n")) + "#a:";
        CatalogueEntry[] takers = [.. Catalogue.All.Where(entry => entry.Fields.Any(field => field.Type == typeof(GivenFile)))];
        Assert.True(takers.Length >= 9);
        foreach (CatalogueEntry entry in takers)
        {
            object question = entry.Ask(run.Run, field => field.Option == "--programs" ? Written("long.txt", tenLines)
                : field.About is { Required: true, Form: { } form } && form == typeof(RunForm) ? run.Run.Directory : null);
            Assert.Contains("-long-", entry.Info.FolderName(question), StringComparison.Ordinal);
            UserException refused = Assert.Throws<UserException>(() => entry.Run(run.Run, question, new Work()));
            Assert.Contains("long.txt, line 1: a program has 10 lines", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EdgesAreMatchedByPositionAndNeedChainsOnTheSameLines()
    {
        string moved = Written("moved.csv", "base,source\n\"k=2\nj=k\na=5\n#j:\",\"a=5\nk=3\nj=k\n#j:\"\n");
        CommandLine refused = CommandLine.Run("patch", "attention", "--run", run.Run.Directory, "--pairs", moved, "--all-programs");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("moved.csv, line 2: the base's chain is on the lines 1, 2, the source's on 2, 3", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, CommandLine.Run("patch", "residual", "--run", run.Run.Directory, "--pairs", moved, "--all-programs").ExitCode);
    }

    [Fact]
    public void AbstractionTakesProgramsAndMakesItsOwnSources()
    {
        string programs = string.Join("\n\n", Enumerable.Range(0, 6).Select(digit => $"a={(digit + 3) % 10}\nk={digit}\nj=k\ni=j\n#i:"));
        string[] command = ["analyze", "abstraction", "--run", run.Run.Directory, "--all-programs"];
        CommandLine answer = CommandLine.Run([.. command, "--programs", Written("own.txt", programs)]);
        Assert.True(answer.ExitCode == 0, answer.Error);
        Assert.Matches("written: .*abstraction-own-[0-9a-f]{8}/result.json", answer.Error);
        Assert.NotEqual(0, CommandLine.Run([.. command, "--pairs", Written("mine.csv", Two)]).ExitCode);
    }

    [Theory]
    [InlineData("base,source\n\"k=2\\n#k:\",\"k=3\\n#k:\"\n\"a=1\\n#a:\",\"b=2\\na=b\\n#a:\"", "line 3: the base has 1 lines, the source 2")]
    [InlineData("base,source\n\"a=1\\n#a:\",\"a=1\\n#a:\"", "line 2: base and source are the same program")]
    [InlineData("base,source\n\"a=1\\nb=2\\n#a:\",\"a=1\\nb=2\\n#b:\"", "line 2: the base asks #a:, the source #b:")]
    [InlineData("base,source\n\"a=1\\nb=a\\n#b:\",\"a=1\\nb=2\\n#b:\"", "line 2: the base's chain has 2 hops, the source's 1")]
    [InlineData("base,source\n\"a=1\\nb=2\\n#a:\",\"a=1\\nb=3\\n#a:\"", "line 2: base and source both answer 1")]
    [InlineData("base,source\n\"a=1\\n#a:\",\"a=2\\n#a:\"\n\"a=1\\nb=2\\n#a:\",\"a=3\\nb=2\\n#a:\"", "line 3: a program of 2 lines, where line 2 has one of 1")]
    [InlineData("base,source\n\"a=1\n#a:\",\"a=2\n#a:\"\n\"a=1\n#a:\",\"a=1\n#a:\"", "line 5: base and source are the same program")]
    public void PairsThatWouldBeCountedWronglyAreRefusedByLine(string text, string problem)
    {
        CommandLine answer = CommandLine.Run("patch", "residual", "--run", run.Run.Directory, "--pairs", Written("bad.csv", text), "--all-programs");
        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("bad.csv, " + problem, answer.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(Path.Combine(run.Run.Directory, "analyses")) ? Directory.GetDirectories(Path.Combine(run.Run.Directory, "analyses")) : []);
    }

    [Fact]
    public void ProgramsForWhichTheModelHasNoPositionsAreNamed()
    {
        string ten = string.Concat(Enumerable.Range(0, 10).Select(i => $"{(char)('a' + i)}={i}\n")) + "#a:";
        CommandLine answer = CommandLine.Run("patch", "heads", "--run", run.Run.Directory, "--programs", Written("long.txt", "a=1\n#a:\n\n" + ten));
        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("long.txt, line 4: a program has 10 lines, 43 tokens; this model has 40 positions", answer.Error, StringComparison.Ordinal);
        Assert.Contains("at most 9 lines, or a run whose model.positions is larger", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoWaysToSayWhatIsAskedAreRefused()
    {
        string path = Written("mine.csv", Two);
        CommandLine answer = CommandLine.Run("patch", "mlp", "--run", run.Run.Directory, "--pairs", path, "--programs", "20");
        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("--programs and --pairs both say what is asked", answer.Error, StringComparison.Ordinal);
        Assert.Contains("must be at least 1", CommandLine.Run("patch", "mlp", "--run", run.Run.Directory, "--programs", "0").Error, StringComparison.Ordinal);
        Assert.Contains("nowhere.txt cannot be read", CommandLine.Run("patch", "mlp", "--run", run.Run.Directory, "--programs", "nowhere.txt").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatChangedIsNotWhatWasAsked()
    {
        string path = Written("mine.csv", Two);
        GivenFile asked = GivenFile.OfPairs(path) with { Text = null };
        Assert.Equal(2, asked.Pairs().Length);
        File.AppendAllText(path, "\n");
        Assert.Contains("holds something else", Assert.Throws<UserException>(() => asked.Pairs()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongLabelsOfManyLinesAreCountedAndTheFirstNamed()
    {
        string ten = string.Join('\n', Enumerable.Range(0, 10).Select(i => $$"""{"text":"a=1\n#a:","label":{{(i == 4 ? 1 : 7)}}}"""));
        Assert.Equal(
            "9 of 10 labels are not what the program computes (lines 1, 2, 3, 4, 6, 7, 8, 9 and 1 more); right answers are the interpreter's",
            GivenPrograms.WrongLabels(GivenPrograms.Read(ten, "ten")));
    }

    [Theory]
    [InlineData("1 3 6", "6", "2 of 3 programs have 1 or 3 lines; the training had programs of 6 alone, and a model need not know others")]
    [InlineData("2", "4 6", "1 of 1 program has 2 lines; the training had programs of 4 and 6 alone, and a model need not know others")]
    [InlineData("1 6", "4 6", "1 of 2 programs has 1 line; the training had programs of 4 and 6 alone, and a model need not know others")]
    [InlineData("4 6 6", "4 6", null)]
    public void ProgramsOfLengthsThatTheTrainingHadNoneOfAreCounted(string lengths, string trained, string? said)
    {
        string text = string.Join("\n\n", Numbers(lengths).Select(lines => string.Concat(Enumerable.Repeat("a=1\n", lines)) + "#a:"));
        Assert.Equal(said, UntrainedLengths.Words(GivenPrograms.Read(text, "mine").Select(one => one.Program.Lines.Length), [.. Numbers(trained)]));

        static IEnumerable<int> Numbers(string words) => words.Split(' ').Select(word => int.Parse(word, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("\"3\"", "label")]
    [InlineData("3", "answer")]
    [InlineData("\"3\"", "answer")]
    public void ALabelMayStandInQuotes(string label, string name) =>
        Assert.Equal(3, Assert.Single(GivenPrograms.Read($$"""{"program":"a=1\n#a:","{{name}}":{{label}}}""", "mine")).Label);

    [Theory]
    [InlineData("\"33\"")]
    [InlineData("\"x\"")]
    [InlineData("\"\"")]
    [InlineData("\"\u0663\"")]
    [InlineData("3.5")]
    [InlineData("true")]
    public void ALabelThatIsNoDigitIsRefused(string label) =>
        Assert.Contains(
            $"mine, line 1: label is {label}",
            Assert.Throws<UserException>(() => GivenPrograms.Read($$"""{"text":"a=1\n#a:","label":{{label}}}""", "mine")).Message,
            StringComparison.Ordinal);

    public void Dispose() => run.Dispose();

    private static PairSelection Of(GivenFile? programs = null, GivenFile? pairs = null) =>
        new(Solved: SolvedRule.All, OwnPrograms: programs, OwnPairs: pairs);

    private string Written(string name, string text)
    {
        string path = Path.Combine(run.Run.Directory, "..", name);
        File.WriteAllText(path, text);
        return path;
    }
}
