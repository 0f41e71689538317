using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Bindscope.Analysis.Live;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching.Single;
using Bindscope.Analysis.Results;
using Bindscope.Interventions;
using Bindscope.Interventions.Passes;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Web.Programs;

namespace Bindscope.Tests.Web;

[Collection(nameof(SharedSite))]
public sealed class LiveTests(SiteFixture site)
{
    private const string Program = "a=3\nb=a\nc=5\na=7\n#b:";
    private const string Source = "a=4\nb=a\nc=5\na=7\n#b:";
    private const string Live = "api/runs/tiny/checkpoints/60/live";

    private static readonly ProgramPair Pair = ProgramPair.Of(ProgramParser.Parse(Program), ProgramParser.Parse(Source));

    [Theory]
    [InlineData(LivePart.Logits)]
    [InlineData(LivePart.Residual)]
    [InlineData(LivePart.Heads)]
    [InlineData(LivePart.Mlp)]
    [InlineData(LivePart.Lens)]
    [InlineData(LivePart.Attention)]
    public async Task APartIsWhatTheAnalysisSaysAndTheOthersAreNull(LivePart part)
    {
        string name = JsonNamingPolicy.CamelCase.ConvertName(part.ToString());
        var answer = await SiteFixture.Read<LiveProgram>(await site.Post(Live, new { program = Program, source = Source, parts = SiteFixture.Parts(name) }));

        Transformer model = site.Trained.LoadModel(60);
        LiveProgram expected = LiveAnalysis.Run(model, 60, Pair, new HashSet<LivePart> { part }, new Work());
        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(answer));
    }

    [Fact]
    public async Task ProgramsAreAnsweredAsTheTerminalAnswersThem()
    {
        string[] programs = [Program, Source, "a=3\n#a:"];
        JsonElement answer = await SiteFixture.Read<JsonElement>(await site.Post("api/runs/tiny/checkpoints/60/ask", new { programs }));
        HttpResponseMessage wrong = await site.Post("api/runs/tiny/checkpoints/60/ask", new { programs = new[] { Program, "a=" } });
        HttpResponseMessage none = await site.Post("api/runs/tiny/checkpoints/60/ask", new { programs = Array.Empty<string>() });

        Transformer model = site.Trained.LoadModel(60);
        ImmutableArray<AskedProgram> expected = Asking.Run(model, [.. programs.Select(ProgramParser.Parse)], 1, CancellationToken.None);
        Assert.Equal(
            expected.Select(one => (one.Program, one.Answer, one.Probability, one.RightAnswer)),
            answer.GetProperty("answers").EnumerateArray().Select(one => (
                one.GetProperty("program").GetString()!,
                one.GetProperty("answer").GetString()!,
                one.GetProperty("probability").GetDouble(),
                one.GetProperty("rightAnswer").GetInt32())));
        Assert.Contains("programs[1]", await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (wrong.StatusCode, none.StatusCode));
    }

    [Fact]
    public async Task AttentionRowsAddUpAndEndAtTheirOwnToken()
    {
        var answer = await SiteFixture.Read<LiveProgram>(await site.Post(Live, new { program = Program, parts = SiteFixture.Parts("attention") }));

        Assert.All(answer.Attention!.Pattern.SelectMany(layer => layer), head => Assert.All(head.Index(), row =>
        {
            Assert.Equal(row.Index + 1, row.Item.Length);
            Assert.Equal(1, row.Item.Sum(), 0.01);
        }));
    }

    [Fact]
    public async Task HeadsAndMlpsSayThatNothingReachesTheAnswerFromLaterTokensOfTheLastLayer()
    {
        var answer = await SiteFixture.Read<LiveProgram>(
            await site.Post(Live, new { program = Program, source = Source, parts = SiteFixture.Parts("heads", "mlp") }));

        foreach (ComponentMap map in new[] { answer.Heads!, answer.Mlp! })
        {
            Assert.All(map.Change[1], head => Assert.All(head[..^1], change => Assert.Equal(0, change)));
            Assert.All(map.Changed[1], head => Assert.All(head[..^1], Assert.False));
            Assert.Contains(map.Changed.SelectMany(layer => layer), head => head[^1]);
        }

        Assert.Equal((2, 0), (answer.Heads!.Heads, answer.Mlp!.Heads));
    }

    [Fact]
    public async Task WithoutASourceTheDefaultCounterfactualIsTaken()
    {
        var description = await SiteFixture.Read<ProgramDescription>(await site.Post("api/program", new { text = Program }));
        var answer = await SiteFixture.Read<LiveProgram>(await site.Post(Live, new { program = Program, parts = SiteFixture.Parts("logits") }));

        Assert.Equal(description.Counterfactual!.Text, answer.Source);
    }

    [Fact]
    public async Task AProgramIsDescribed()
    {
        var description = await SiteFixture.Read<ProgramDescription>(await site.Post("api/program", new { text = Program, source = Source }));

        Assert.Equal((3, 2, 1, 'b'), (description.Answer, description.Hops, description.RootLine, description.Query));
        Assert.Equal([1, 2], description.ChainLines);
        Assert.Equal([null, 1, null, null], description.Lines.Select(line => line.References));
        Assert.Equal(new ProgramAnswer(Source, 4), description.Counterfactual);
        Assert.Equal([0, 1, 2, 4, 5, 6, 7, 8, 9], description.Counterfactuals.Select(other => other.Answer));
    }

    [Fact]
    public async Task ARandomProgramIsAsWishedAndTheSameForTheSameSeed()
    {
        var one = await SiteFixture.Read<ProgramText>(await site.Post("api/program/random", new { run = "tiny", hops = 2, seed = 5 }));
        var same = await SiteFixture.Read<ProgramText>(await site.Post("api/program/random", new { run = "tiny", hops = 2, seed = 5 }));

        Assert.Equal(one, same);
        Assert.Equal(2, Programs.Execution.Interpreter.Run(ProgramParser.Parse(one.Text)).Hops);
        Assert.NotEqual(one.Text, one.Source);
    }

    [Fact]
    public async Task InterventionsOfAnyKindActAtOnceAsInAFile()
    {
        const string All =
            """
            [{"kind": "patch", "where": {"kind": "residual.in", "layers": [1], "positions": {"kind": "same", "positions": [2]}}},
             {"kind": "zero", "where": {"kind": "resid_mid", "layers": [1], "positions": {"kind": "same", "positions": [6]}}},
             {"kind": "cutEdges", "where": {"layers": [1], "heads": [1], "edges": {"kind": "same", "edges": [{"query": 18, "key": 2}]}}, "rest": "rescaled"},
             {"kind": "patchPath", "where": {"kind": "logits", "layers": [], "positions": {"kind": "same", "positions": [18]}}, "sender": {"kind": "mlp.out", "layer": 2}}]
            """;
        PairPatchResult answered = await Patch(All);

        ImmutableArray<Intervention> read = InterventionJson.Read(All, "test");
        Assert.Equal(PairPatch.Intervene(site.Trained.LoadModel(60), Pair, read, CancellationToken.None).Patched, answered.Patched);
        Assert.NotEqual(answered.Base, answered.Patched);
    }

    [Fact]
    public async Task TheShortFormNamesATokenByItsRole()
    {
        PairPatchResult answered = await Patch(
            """
            [{"site": "residual.in:1", "role": "rhs:1"}, {"site": "attention.head:2", "head": 1, "position": 18, "action": "zero"},
             {"site": "attention.pattern:1", "head": 1, "position": 18, "key": 2, "action": "cut"}]
            """);
        PairPatchResult same = await Patch(
            """
            [{"kind": "patch", "where": {"kind": "residual.in", "layers": [1], "positions": {"kind": "same", "positions": [2]}}},
             {"kind": "zero", "where": {"kind": "attention.head", "layers": [2], "heads": [1], "positions": {"kind": "same", "positions": [18]}}},
             {"kind": "cutEdges", "where": {"layers": [1], "heads": [1], "edges": {"kind": "same", "edges": [{"query": 18, "key": 2}]}}, "rest": "rescaled"}]
            """);

        Assert.Equal(same.Patched, answered.Patched);
        Assert.NotEqual(answered.Base, answered.Patched);
    }

    [Fact]
    public async Task TheShortFormNamesSeveralTokensTogether()
    {
        PairPatchResult answered = await Patch("""[{"site": "residual.in:2", "role": "rhs:1+end"}]""");
        PairPatchResult same = await Patch(
            """[{"kind": "patch", "where": {"kind": "residual.in", "layers": [2], "positions": {"kind": "same", "positions": [2, 16, 17, 18]}}}]""");
        PairPatchResult one = await Patch("""[{"site": "residual.in:2", "role": "rhs:1"}]""");

        Assert.Equal(same.Patched, answered.Patched);
        Assert.NotEqual(one.Patched, answered.Patched);
    }

    [Fact]
    public async Task MeansThatAreLeftOutAreTakenOverTheValidationSplit()
    {
        const string Place = """{"kind": "mlp.out", "layers": [2], "positions": {"kind": "same", "positions": [18]}}""";
        PairPatchResult answered = await Patch($$"""[{"kind": "mean", "where": {{Place}}}]""");

        Transformer model = site.Trained.LoadModel(60);
        var rows = new TokenRows([.. site.Trained.HeldBackSplits(CancellationToken.None).Validation.Take(1000).Select(program => Tokenizer.Encode(program))]);
        ImmutableArray<Intervention> filled = SiteMeans.Filled(model, rows, InterventionJson.Read($$"""[{"kind": "mean", "where": {{Place}}}]""", "test"), TestContext.Current.CancellationToken);
        Assert.Equal(PairPatch.Intervene(model, Pair, filled, CancellationToken.None).Patched, answered.Patched);
    }

    private async Task<PairPatchResult> Patch(string interventions) => await SiteFixture.Read<PairPatchResult>(await site.PostText(
        "api/runs/tiny/checkpoints/60/patch", JsonSerializer.Serialize(new { program = Program, source = Source, interventions = JsonDocument.Parse(interventions).RootElement })));

    [Fact]
    public async Task LogitsOverTrainingEndWithTheCheckpointsOwn()
    {
        var history = await SiteFixture.Read<TrainingLogits>(await site.Post("api/runs/tiny/logits-over-training", new { program = Program }));
        var last = await SiteFixture.Read<LiveProgram>(await site.Post(Live, new { program = Program, parts = SiteFixture.Parts("logits") }));

        Assert.Equal(site.Trained.Checkpoints.Steps(), history.Checkpoints.Select(checkpoint => checkpoint.Step));
        Assert.Equal((3, 2), (history.Answer, history.Layers));
        Assert.All(history.Checkpoints, checkpoint => Assert.Equal(3, checkpoint.Lens.Length));
        Assert.All(last.Logits!.Base.Zip(history.Checkpoints[^1].Logits), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }
}
