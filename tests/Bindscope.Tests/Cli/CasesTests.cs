using System.Runtime.CompilerServices;
using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Interventions;
using Bindscope.Model;

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
        Assert.Contains("1 of 1 label is not what the program computes (line 1); right answers are the interpreter's", wrong, StringComparison.Ordinal);
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

        // A CSV has a line of names above them.
        Assert.Equal(shown.Replace("(line 3)", "(line 2)", StringComparison.Ordinal), Ask("""
            {"base":"k=2\nj=k\n#j:","source":"k=3\nj=k\n#j:","label":2,"source_label":3}
            {"base":"a=1\n#a:","source":"a=5\n#a:","label":9}
            """));
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
    [InlineData("ask FILE")]
    [InlineData("ask FILE --json")]
    [InlineData("eval --programs FILE")]
    public void AProgramOfALengthThatTheTrainingHadNoneOfIsNoted(string command)
    {
        string words = command.Replace("FILE", Written("short.txt", "a=1\n#a:"), StringComparison.Ordinal);
        CommandLine answer = CommandLine.Run([.. words.Split(' '), "--run", trained.Run.Directory]);

        Assert.Equal(0, answer.ExitCode);
        Assert.Equal("note: 1 of 1 program has 1 line; the training had programs of 2, 3 and 4 alone, and a model need not know others\n", answer.Error);
    }

    [Theory]
    [InlineData("heads --programs FILE --all-programs")]
    [InlineData("patch residual --pairs PAIRS --all-programs")]
    [InlineData("activations --sites logits --programs FILE --out OUT")]
    public void SoIsOneThatAnAnalysisIsAskedOf(string command)
    {
        string words = command.Replace("FILE", Written("short.txt", "a=1\n#a:"), StringComparison.Ordinal)
            .Replace("PAIRS", Written("pairs.csv", "base,source\n\"a=1\\n#a:\",\"a=7\\n#a:\"\n"), StringComparison.Ordinal)
            .Replace("OUT", Written("out", "") + ".safetensors", StringComparison.Ordinal);
        CommandLine answer = CommandLine.Run([.. words.Split(' '), "--run", trained.Run.Directory]);

        Assert.True(answer.ExitCode == 0, answer.Error);
        Assert.Matches("note: (1 of 1 program has|2 of 2 programs have) 1 line; the training had programs of 2, 3 and 4 alone", answer.Error);
    }

    [Theory]
    [InlineData("a=1\n#a:\n\nb=1\n#c:\n", "line 5, column 2: c is not bound above")]
    [InlineData("{\"text\":\"a=1\\n#a:\"}\n{\"txt\":1}", "standard input, line 2: it has no text")]
    [InlineData("{\"text\":\"a=1\\n#a:\",\"label\":\"x\"}", "standard input, line 1: label is \"x\"")]
    [InlineData("{\"text\":\"a=1\\n#a:\",\"lable\":1}", "standard input, line 1: there is no key 'lable'\nhint: did you mean label?")]
    [InlineData("base,sauce\n1,2", "there is no column 'sauce'")]
    [InlineData("base,label\na=1,", "is no program")]
    [InlineData("", "error: standard input is empty: it has no program")]
    [InlineData("\n \n", "error: standard input is empty: it has no program")]
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
    public void AWholeNameOfTransformerLensSaysTheLayer()
    {
        const string Patch = """[{"kind":"patch","where":{"kind":"blocks.1.hook_resid_pre","positions":{"kind":"every"}}}]""";
        var read = (Intervention.Patch)Assert.Single(InterventionJson.Read(Patch, "names"));
        Assert.Equal((SiteKind.ResidualIn, 2), (read.Where.Kind, Assert.Single(read.Where.Layers)));
        Assert.Equal(
            InterventionJson.Write([read]),
            InterventionJson.Write(InterventionJson.Read(Patch.Replace("\"positions", "\"layers\":[2],\"positions", StringComparison.Ordinal), "names")));

        Refused(Patch.Replace("\"positions", "\"layers\":[1],\"positions", StringComparison.Ordinal), "'blocks.1.hook_resid_pre' is layer 2 here, and layers says [1]");
        Refused(Patch.Replace("resid_pre", "rot_q", StringComparison.Ordinal), "[0].where.kind: 'blocks.1.hook_rot_q' is no kind of site; there are residual.in (hook_resid_pre),");
        Refused(Patch.Replace("positions", "position", StringComparison.Ordinal), "[0].where.position: there is no key 'position' here");
        Refused(Patch.Replace("\"positions", "\"kind\":1,\"positions", StringComparison.Ordinal), "twice");
        static void Refused(string json, string problem) => Assert.Contains(
            problem, Assert.Throws<UserException>(() => InterventionJson.Read(json, "names")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AWrongKeyIsNamedByItsWholePath() => Assert.StartsWith(
        "wrongkey.json: [1].where.layer: there is no key 'layer' here",
        Assert.Throws<UserException>(() => InterventionJson.Read(File.ReadAllText(Case("wrongkey.json")), "wrongkey.json")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void HeadsOfAFileAreAblatedAndWhatIsRightIsCountedWithAndWithout()
    {
        JsonElement zero = Eval("--programs", "60", "--interventions", Case("zeroheads.json"));
        JsonElement all = Group(zero, "all");
        JsonElement effect = all.GetProperty("intervened");
        JsonElement plain = JsonDocument.Parse(CommandLine.Run("eval", "--run", trained.Run.Directory, "--programs", "60", "--json").Out).RootElement.GetProperty("accuracy");

        Assert.Equal(60, zero.GetProperty("report").GetProperty("programs").GetInt32());
        Assert.Equal(0, zero.GetProperty("report").GetProperty("untouched").GetInt32());
        Assert.Equal(plain.GetProperty("value").GetDouble(), Value(all, "accuracy"));
        Assert.Equal(
            effect.GetProperty("gained").GetInt32() - effect.GetProperty("lost").GetInt32(), Math.Round(60 * (Value(effect, "accuracy") - Value(all, "accuracy"))));
        Assert.InRange(Value(effect, "changed"), 1.0 / 60, 1);
        Assert.False(effect.TryGetProperty("followSource", out _));
        Assert.Equal(60, Groups(zero, "hop").Sum(group => group.GetProperty("programs").GetInt32()));
        Assert.Equal(60, Groups(zero, "answer line").Sum(group => group.GetProperty("programs").GetInt32()));
    }

    [Fact]
    public void MeansThatAFileLeavesOutAreTakenOverTheValidationSplit()
    {
        JsonElement few = Eval("--programs", "60", "--interventions", Case("meanhead.json"), "--mean-over", "1");
        JsonElement many = Eval("--programs", "60", "--interventions", Case("meanhead.json"), "--mean-over", "50");
        CommandLine none = CommandLine.Run("eval", "--run", trained.Run.Directory, "--interventions", Case("meanhead.json"), "--mean-over", "51");

        Assert.NotEqual(Group(few, "all").GetProperty("intervened").GetRawText(), Group(many, "all").GetProperty("intervened").GetRawText());
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("--mean-over is 51; the validation split has 50 programs", none.Error, StringComparison.Ordinal);
        Assert.Contains(
            "--mean-over has no use here: no intervention puts in a mean that is still to be computed",
            CommandLine.Run("eval", "--run", trained.Run.Directory, "--interventions", Case("zeroheads.json"), "--mean-over", "5").Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void PairsArePatchedAndTheSourcesAnswerIsCounted()
    {
        // The whole residual stream that enters layer 2 is the source's, so what is answered is what the source is answered.
        string pairs = Written("pairs.csv", "base,source,label,source_label\n\"k=2\\nj=k\\na=1\\nb=a\\n#j:\",\"k=3\\nj=k\\na=4\\nb=a\\n#j:\",2,3\n\"a=1\\n#a:\",\"a=5\\n#a:\",9,\n");
        string whole = Written("whole.json", """[{"kind":"patch","where":{"kind":"residual.in","layers":[2],"positions":{"kind":"every"}}}]""");
        JsonElement asked = Eval("--pairs", pairs, "--interventions", whole);
        string[] said = [.. CommandLine.RunWithInput(File.ReadAllText(pairs), "ask", "--run", trained.Run.Directory, "-", "--json").Out
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => JsonDocument.Parse(row).RootElement.GetProperty("answer").GetString()!)];

        Assert.Equal(1, asked.GetProperty("wrongLabels").GetInt32());
        JsonElement effect = Group(asked, "all").GetProperty("intervened");
        Assert.Equal(new[] { said[1] == "3", said[3] == "5" }.Count(follows => follows) / 2.0, Value(effect, "followSource"));
        Assert.Equal(new[] { said[0] != said[1], said[2] != said[3] }.Count(differ => differ) / 2.0, Value(effect, "changed"));
    }

    [Fact]
    public void OwnProgramsAreCountedWithoutInterventions()
    {
        string own = Written("own.jsonl", "{\"text\":\"a=1\\nb=a\\n#b:\",\"label\":7}\n{\"text\":\"a=5\\n#a:\"}\n");
        CommandLine shown = CommandLine.Run("eval", "--run", trained.Run.Directory, "--programs", own);
        JsonElement report = Eval("--programs", own);

        Assert.Equal((0, 2), (shown.ExitCode, report.GetProperty("report").GetProperty("programs").GetInt32()));
        Assert.Contains("note: 1 of 1 label is not what the program computes (line 1)", shown.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("intervened", shown.Out, StringComparison.Ordinal);
        Assert.False(Group(report, "all").TryGetProperty("intervened", out _));
    }

    [Fact]
    public void AnInterventionThatChangesNothingIsNamed()
    {
        string nothing = Written("nothing.json", """[{"kind":"add","where":{"kind":"residual.in","layers":[1],"positions":{"kind":"every"}},"vector":[VECTOR],"scale":1}]"""
            .Replace("VECTOR", string.Join(',', Enumerable.Repeat("0", trained.Run.Preset.Model.Width)), StringComparison.Ordinal));
        CommandLine answer = CommandLine.Run("eval", "--run", trained.Run.Directory, "--programs", "20", "--interventions", nothing);

        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("the interventions changed no activation of any program", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("base,source\n\"a=1\\n#a:\",\"b=2\\na=b\\n#a:\"", "pairs.csv, line 2: the base has 1 lines, the source 2")]
    [InlineData("base,source\n\"a=1\\n#a:\",\"a=1\\n#a:\"", "pairs.csv, line 2: base and source are the same program")]
    [InlineData("base,label\n\"a=1\\n#a:\",1", "pairs.csv, line 1: there is no column 'source'")]
    [InlineData("base,source\n", "pairs.csv: it has no pair")]
    [InlineData("{\"base\":\"a=1\\n#a:\"}", "pairs.csv, line 1: it has no source")]
    public void PairsThatDoNotFitAreRefusedByLine(string text, string problem)
    {
        CommandLine answer = CommandLine.Run("eval", "--run", trained.Run.Directory, "--pairs", Written("pairs.csv", text), "--interventions", Case("tlalias.json"));

        Assert.Equal((2, ""), (answer.ExitCode, answer.Out));
        Assert.Contains(problem, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatNeedsSourcesOrRowsIsRefused()
    {
        CommandLine patch = CommandLine.Run("eval", "--run", trained.Run.Directory, "--interventions", Case("tlalias.json"));
        CommandLine rows = CommandLine.Run("eval", "--run", trained.Run.Directory, "--interventions", Written(
            "rows.json", """[{"kind":"zero","where":{"kind":"residual.in","layers":[1],"positions":{"kind":"perRow","rows":[[1]]}}}]"""));

        Assert.Equal((2, 2), (patch.ExitCode, rows.ExitCode));
        Assert.Contains("give programs with their sources: --pairs FILE", patch.Error, StringComparison.Ordinal);
        Assert.Contains("are to be done to every program alike", rows.Error, StringComparison.Ordinal);
    }

    private JsonElement Eval(params string[] options)
    {
        CommandLine answer = CommandLine.Run(["eval", "--run", trained.Run.Directory, .. options, "--json"]);
        Assert.True(answer.ExitCode == 0, answer.Error);
        return JsonDocument.Parse(answer.Out).RootElement;
    }

    private static JsonElement Group(JsonElement asked, string name) =>
        asked.GetProperty("report").GetProperty("groups").EnumerateArray().Single(group => group.GetProperty("name").GetString() == name);

    private static IEnumerable<JsonElement> Groups(JsonElement asked, string kind) =>
        asked.GetProperty("report").GetProperty("groups").EnumerateArray().Where(group => group.GetProperty("name").GetString()!.Contains(kind, StringComparison.Ordinal));

    private static double Value(JsonElement of, string share) => of.GetProperty(share).GetProperty("value").GetDouble();

    private string Written(string name, string text)
    {
        string path = Path.Combine(trained.Run.Directory, "..", name);
        File.WriteAllText(path, text);
        return path;
    }

    private string Ask(string input)
    {
        CommandLine answer = CommandLine.RunWithInput(input, "ask", "--run", trained.Run.Directory, "-");
        Assert.True(answer.ExitCode == 0, answer.Error);
        return answer.Out;
    }

    private static string Case(string file, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../fixtures/cases", file);
}
