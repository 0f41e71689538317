using System.Runtime.CompilerServices;
using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Interventions;

namespace Bindscope.Tests.Cli;

/// <summary>Inputs that people who do this job hand in (tests/fixtures/cases), and what is said to them.</summary>
public sealed class CasesTests : IClassFixture<EvalVerbTests.TrainedRun>
{
    private readonly EvalVerbTests.TrainedRun trained;

    public CasesTests(EvalVerbTests.TrainedRun trained) => this.trained = trained;

    [Theory]
    [InlineData("comments.txt", "line 1, column 5: comments are not part of the language\n")]
    [InlineData("pycomment.txt", "line 1, column 1: comments are not part of the language\n")]
    [InlineData("print.txt", "line 3, column 1: the query is written #j:\n")]
    [InlineData("mathstyle.txt", "line 1, column 4: each assignment stands on a line of its own, and the query is written #d:\n")]
    [InlineData("twodigit.txt", "line 1, column 4: a constant is one digit (0-9)\n")]
    [InlineData("blank.txt", "line 3, column 1: blank lines may stand after the query only\n")]
    [InlineData("spaces.txt", "line 2, column 2: spaces are not part of the language: write j=k\n")]
    [InlineData("upper.txt", "line 7, column 2: names are lower-case letters: write #w:\n")]
    public void AProgramOfAnotherLanguageIsRefusedInOneSentence(string file, string sentence)
    {
        CommandLine answer = CommandLine.Run("run", Case(file));

        Assert.Equal((2, ""), (answer.ExitCode, answer.Out));
        Assert.Contains(sentence, answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing may follow", answer.Error, StringComparison.Ordinal);
        Assert.Equal(answer.Error.IndexOf("comments are", StringComparison.Ordinal), answer.Error.LastIndexOf("comments are", StringComparison.Ordinal));
    }

    [Fact]
    public void JsonLinesAreAskedAndLabelsAreHeldAgainstTheInterpreter()
    {
        string right = Ask(File.ReadAllText(Case("jsonl.jsonl")));
        string wrong = Ask(File.ReadAllText(Case("jsonl.jsonl")).Replace("\"label\":1", "\"label\":7", StringComparison.Ordinal));

        Assert.Matches("[01] of 1 right: ", right);
        Assert.DoesNotContain("label", right, StringComparison.Ordinal);
        Assert.Contains("the label says 7", wrong, StringComparison.Ordinal);
        Assert.Contains("1 labels are not what the program computes", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void PairsOfDifferentLengthsAreAskedEach()
    {
        // These have six lines, of which this run's model has no positions.
        CommandLine tooLong = CommandLine.Run("ask", "--run", trained.Run.Directory, Case("pairs.csv"));
        Assert.Equal(2, tooLong.ExitCode);
        Assert.Contains("a program has 6 lines, 27 tokens; this model has 19 positions", tooLong.Error, StringComparison.Ordinal);

        string shown = Ask("base,source,label,source_label\n\"k=2\\nj=k\\n#j:\",\"k=3\\nj=k\\n#j:\",2,3\n\"a=1\\n#a:\",\"a=5\\n#a:\",9,\n");
        Assert.Contains("of 4 right", shown, StringComparison.Ordinal);
        Assert.Contains("the label says 9", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralTextsAndWhatGenerateWritesAreAsked()
    {
        string own = CommandLine.Run("generate", "--count", "3", "--lines", "4", "--hops", "2", "--seed", "5").Out;
        string json = CommandLine.Run("generate", "--count", "3", "--lines", "4", "--hops", "2", "--seed", "5", "--json").Out;
        JsonElement[] texts = [.. Rows(own)];

        Assert.Equal(3, texts.Length);
        Assert.Equal(texts.Select(row => row.GetRawText()), Rows(json).Select(row => row.GetRawText()));
        Assert.All(texts, row =>
        {
            Assert.Equal(row.GetProperty("label").GetInt32(), row.GetProperty("rightAnswer").GetInt32());
            Assert.InRange(row.GetProperty("probability").GetDouble(), 1.0 / 40, 1);
            Assert.Equal(
                row.GetProperty("isRight").GetBoolean(), row.GetProperty("answer").GetString() == $"{row.GetProperty("rightAnswer").GetInt32()}");
        });

        IEnumerable<JsonElement> Rows(string input) => CommandLine.RunWithInput(input, "ask", "--run", trained.Run.Directory, "-", "--json").Out
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => JsonDocument.Parse(row).RootElement);
    }

    [Theory]
    [InlineData("a=1\n#a:\n\nb=1\n#c:\n", "line 5, column 2: c is not bound above")]
    [InlineData("{\"text\":\"a=1\\n#a:\"}\n{\"txt\":1}", "standard input, line 2: it has no text")]
    [InlineData("{\"text\":\"a=1\\n#a:\",\"label\":\"x\"}", "standard input, line 1: label is \"x\"")]
    [InlineData("base,sauce\n1,2", "there is no column 'sauce'")]
    [InlineData("base,label\na=1,", "is no program")]
    [InlineData("", "the program is empty")]
    public void WhatIsWrongHasItsPlace(string input, string problem)
    {
        CommandLine answer = CommandLine.RunWithInput(input, "ask", "--run", trained.Run.Directory, "-");

        Assert.Equal((2, ""), (answer.ExitCode, answer.Out));
        Assert.Contains(problem, answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zeroheads.json")]
    [InlineData("tlalias.json")]
    public void InterventionsAreReadAsTheyAre(string file) => Assert.Single(InterventionJson.Read(File.ReadAllText(Case(file)), file));

    [Fact]
    public void AWrongKeyIsNamedByItsWholePath() => Assert.StartsWith(
        "wrongkey.json: [1].where.layer: there is no key 'layer' here",
        Assert.Throws<UserException>(() => InterventionJson.Read(File.ReadAllText(Case("wrongkey.json")), "wrongkey.json")).Message,
        StringComparison.Ordinal);

    private string Ask(string input)
    {
        CommandLine answer = CommandLine.RunWithInput(input, "ask", "--run", trained.Run.Directory, "-");
        Assert.True(answer.ExitCode == 0, answer.Error);
        return answer.Out;
    }

    private static string Case(string file, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../fixtures/cases", file);
}
