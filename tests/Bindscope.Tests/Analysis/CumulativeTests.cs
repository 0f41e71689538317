using System.Collections.Immutable;
using Bindscope.Analysis.Cumulative;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Interventions;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Runs;

namespace Bindscope.Tests.Analysis;

public sealed class CumulativeTests
{
    private static readonly CumulativeSpec Spec = new(PairsPerGroup: 6, Programs: 40, Draws: 2, Solved: SolvedRule.All);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void TokensAreOfTheKindThatTheirPlaceInTheGrammarSays()
    {
        TokenKind[] line = [TokenKind.Name, TokenKind.EqualsSign, TokenKind.Right, TokenKind.Newline];
        Assert.Equal(
            [.. line, .. line, TokenKind.Hash, TokenKind.Query, TokenKind.Colon],
            Enumerable.Range(0, Positions.PromptLength(2)).Select(position => TokenKinds.At(position, 2)));
        Assert.Equal(
            [TokenKind.Right, TokenKind.Newline, TokenKind.Name, TokenKind.EqualsSign],
            Enumerable.Range(0, 4).Select(offset => TokenKinds.Of(new TokenRole(TokenRoleKind.ChainRight, 1, offset))));
        Assert.Equal((TokenKind.Query, TokenKind.Colon), (TokenKinds.Of(TokenRole.Query), TokenKinds.Of(TokenRole.Colon)));
    }

    [Fact]
    public void AnAblationIsTheEnginesZero()
    {
        Transformer model = TinyRun.Weights(4);
        SymbolicProgram[] programs = Draw(60);
        ImmutableArray<HeadPart> parts = [new(1, 2, TokenKind.Newline), new(2, 1, TokenKind.Colon), new(1, 1, TokenKind.Right)];
        HeadMeans means = HeadMeans.Of(model, programs, Cancellation);
        bool[] right = Ablations.Without(model, new Answers(programs), AblationMethod.Zero, parts, means, 6, Cancellation);

        ImmutableArray<Intervention> zeros =
        [
            .. parts.Select(part => new Intervention.Zero(Place.At(
                new Site(SiteKind.AttentionHead, part.Layer),
                new TokenPositions.Same([.. Enumerable.Range(0, 27).Where(position => TokenKinds.At(position, 6) == part.Token)]),
                part.Head))),
        ];
        SweepResult result = NaiveSweep.Run(
            model,
            new SweepRequest(
                new TokenRows([.. programs.Select(Tokenizer.Encode)]), null, [new SweepCell(zeros)], ReadOut.At(26, programs.Length, 10)),
            cancellation: Cancellation);
        bool[] expected = [.. programs.Select((program, row) => Top(result.Logits(0, row)) == Interpreter.Run(program).Value)];
        Assert.Equal(expected, right);
    }

    [Fact]
    public void TheMeanOfOneProgramIsThatPrograms()
    {
        // Over copies of one program the mean is what the program itself has there, so ablating everything changes nothing.
        Transformer model = TinyRun.Weights(5);
        SymbolicProgram one = Draw(1)[0];
        HeadMeans means = HeadMeans.Of(model, [.. Enumerable.Repeat(one, 70)], Cancellation);
        ImmutableArray<HeadPart> all =
        [
            .. from layer in Enumerable.Range(1, 2) from head in Enumerable.Range(1, 2) from kind in Enum.GetValues<TokenKind>()
               select new HeadPart(layer, head, kind),
        ];
        var answers = new Answers([one]);

        Assert.Equal(
            answers.Right(model, null, Cancellation),
            Ablations.Without(model, answers, AblationMethod.Mean, all, means, 6, Cancellation));
    }

    [Fact]
    public void AllBlocksOfAnotherModelAreThatModelAndTheHostGetsItsOwnBack()
    {
        Transformer host = TinyRun.Weights(6);
        Transformer donor = TinyRun.Weights(7);
        var answers = new Answers(Draw(80));
        float[] before = host.Parameters.Flat.ToArray();
        string[] names = [.. host.Parameters.Names];

        bool[] both = Transplants.With(host, donor, names, () => answers.Right(host, null, Cancellation));

        Assert.Equal(answers.Right(donor, null, Cancellation), both);
        Assert.Equal(before, host.Parameters.Flat.ToArray());
        Assert.Equal(["embedding", "layer 1", "layer 2", "unembedding"], names.Select(Transplants.BlockOf).Distinct());
    }

    [Fact]
    public void ARunWithoutAHeuristicPhaseSaysSoAndStillAblatesItsCircuit()
    {
        using var run = new TinyRun(5, 10);
        CumulativeResult result = CumulativeAnalysis.Run(run.Run, Spec, new Work(2));

        Assert.NotEmpty(result.Circuit);
        Assert.All(result.Circuit, part => Assert.True(part.Effect.Value >= Spec.Share * result.Circuit[0].Effect.Value));
        Assert.Equal((result.Origin == RouteOrigin.None, result.Heuristic.IsEmpty), (result.Heuristic.IsEmpty, result.HeuristicCheckpoint is null));
        Assert.Contains(result.Ablations, one => one is { Step: 10, Ablation: Ablation.Circuit, Method: AblationMethod.Zero, AnswerLine: "all" });
        Assert.All(result.Ablations, one => Assert.InRange(one.Accuracy.Value, one.Lowest - 1e-9, one.Highest + 1e-9));
        TransplantAccuracy[] own = [.. result.Transplants.Where(one => one.Step == 10)];
        double accuracy = result.Ablations.Single(one => one is { Step: 10, Ablation: Ablation.None, AnswerLine: "all" }).Accuracy.Value;
        Assert.All(own, one => Assert.Equal(accuracy, one.Accuracy.Value));
        Assert.Equal(result.Circuit.Length * 2, result.Effects.Length);

        var folder = new AnalysisFolder(run.Run, CumulativeAnalysis.Info.Name);
        folder.Write(Spec, result);
        Assert.Equal(AnalysisFolder.ToJson(result), AnalysisFolder.ToJson(folder.Read<CumulativeResult>()));
        Assert.Equal(AnalysisFolder.ToJson(result), AnalysisFolder.ToJson(CumulativeAnalysis.Run(run.Run, Spec, new Work())));
    }

    [Fact]
    public void APartWorksFromWhenItsEffectStaysAtHalf()
    {
        PartEffect[] curve =
        [
            .. new[] { (1, 0.0), (2, 9.0), (3, 1.0), (4, 6.0), (5, 10.0) }.Select(one => new PartEffect(
                one.Item1, 0, new Estimate(one.Item2, one.Item2 - 1, one.Item2 + 1, 9), Proportion.OfCounts(1, 9))),
        ];

        Assert.Equal([new PartEmergence(0, 3, 4, 4, 4)], CircuitParts.Order(curve));
    }

    [Fact]
    public void TooFewProgramsAndNonsenseAreRefused()
    {
        using var run = new TinyRun(5);
        Assert.Contains(
            "--programs 60",
            Assert.Throws<UserException>(() => CumulativeAnalysis.Run(run.Run, new CumulativeSpec(Programs: 61), new Work())).Hint,
            StringComparison.Ordinal);
        Assert.Equal(4, SpecRecord.Of(typeof(CumulativeSpec)).Problems(new CumulativeSpec(1, 9, 0, 0)).Count());
    }

    private static SymbolicProgram[] Draw(int count)
    {
        var generator = new ProgramGenerator(new GeneratorSpec(Lines: 6, MaximumHops: 2));
        RandomStream random = new Seed(2).Stream();
        var programs = new List<SymbolicProgram>();
        while (programs.Count < count)
        {
            programs.Add(generator.Next(ref random));
        }

        return [.. programs];
    }

    private static int Top(ReadOnlySpan<float> logits)
    {
        int top = 0;
        for (int i = 1; i < logits.Length; i++)
        {
            top = logits[i] > logits[top] ? i : top;
        }

        return top;
    }
}
