using Bindscope.Analysis.Circuits;
using Bindscope.Analysis.Circuits.Beside;
using Bindscope.Analysis.Circuits.Growth;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Interventions.Graphs;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Tests.KnownCircuits;
using Bindscope.Training.Compiled;

namespace Bindscope.Tests.Analysis.Circuits;

public sealed class CircuitAnalysisTests(CompiledRuns runs) : IClassFixture<CompiledRuns>
{
    private static readonly PairSelection OneHop = new(3, Hops: [1], AnswerLines: [AnswerLineGroup.Later]);

    /// <summary>One hop with values: the digit to 2.1's value, from there to 6.1's, and to the read-out.</summary>
    [Fact]
    public void TheCircuitOfACompiledModelIsItsConstruction()
    {
        CircuitGroup group = Found(new CircuitSpec(Last, OneHop));
        ChosenCircuit circuit = group.Circuit!;
        Assert.Equal(
            ["6.1 read-out colon", "2.1 6.1 v query", "embedding 2.1 v rhs:1"],
            circuit.Parts.OrderByDescending(part => part.Token == "colon").ThenByDescending(part => part.Token == "query")
                .Select(part => $"{part.Source} {part.Input} {part.Token}"));
        Assert.Equal(1, circuit.Faithfulness.Value, 0.05);
        Assert.Equal(0, circuit.Without.Value, 0.05);
        Assert.Equal(3, circuit.Needed);
        Assert.Equal(1, circuit.Overlap.Value, 0.01);
        Assert.Null(circuit.Rival);
        Assert.All(group.Scores, score => Assert.True(score.Distance < 0.01, $"{score.Score}: CMD {score.Distance}"));
        Assert.True(group.RandomDistance > 0.5, $"random: CMD {group.RandomDistance}");
        Assert.True(group.Gap.Low > 0);
        Assert.Equal((1, 0), (group.Scores[0].TopOverlap, group.Scores[0].Error));
    }

    /// <summary>What an incomplete circuit leaves out may be an edge that no patch of these programs moved: the others are the whole graph's.</summary>
    [Fact]
    public void AllButACircuitIsTheWholeGraphsRest()
    {
        EdgeGraph graph = CircuitTokens.Graph(TinyRun.Spec, 1, CircuitChange.Digit);
        bool[] rest = new CircuitSearch(graph, [0, 1, 2]).AllBut([1]);

        Assert.True(graph.Edges.Length > 3);
        Assert.Equal(Enumerable.Range(0, graph.Edges.Length).Select(edge => edge != 1), rest);
    }

    /// <summary>A circuit that is told its size takes as many edges, and those that are on no way are left out.</summary>
    [Fact]
    public void ACircuitTooSmallIsNotFaithful()
    {
        ChosenCircuit circuit = Found(new CircuitSpec(Last, OneHop, EdgeScore.Eap, Size: 2)).Circuit!;
        Assert.Equal(2, circuit.Asked);
        Assert.True(circuit.Size <= 2);
        Assert.Equal(0, circuit.Faithfulness.Value, 0.05);
    }

    [Fact]
    public void AModelThatSolvesNothingHasNoCircuit()
    {
        using var tiny = new TinyRun(3);
        var all = new PairSelection(4, Solved: SolvedRule.All);
        CircuitResult result = CircuitAnalysis.Run(tiny.Run, new CircuitSpec(3, all), new Work(Cancellation: TestContext.Current.CancellationToken));
        Assert.All(result.Groups, group =>
        {
            Assert.Contains("luck", group.Undefined, StringComparison.Ordinal);
            Assert.Null(group.Circuit);
            Assert.Empty(group.Scores);
        });
        Assert.Null(CircuitAnalysis.Undefined(10, 5, new Estimate(1, 0.1, 2, 10)));
        Assert.Contains("do not tell", CircuitAnalysis.Undefined(10, 10, new Estimate(1, -0.1, 2, 10)), StringComparison.Ordinal);
        Assert.Throws<UserException>(() => CircuitAnalysis.Run(tiny.Run, new CircuitSpec(3, all, Size: -1), new Work()));
    }

    /// <summary>The compiled run's first checkpoint holds nothing, its last the whole circuit.</summary>
    [Fact]
    public void OverTrainingACircuitIsThereFromWhenItIsBuilt()
    {
        GrowthResult result = GrowthAnalysis.Run(
            runs[CompiledRuns.Circuit(CircuitKind.Values, shortcut: false)], new GrowthSpec(OneHop, EdgeScore.EapIg),
            new Work(Cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(3, Assert.Single(result.Groups).Size);
        (CircuitAtStep nothing, CircuitAtStep whole) = (result.Checkpoints[0].Groups[0], result.Checkpoints[^1].Groups[0]);
        Assert.Contains("luck", nothing.Undefined, StringComparison.Ordinal);
        Assert.Null(nothing.Faithfulness);
        Assert.All(nothing.Parts, part => Assert.True(part is { Last: true, Own: false } && Math.Abs(part.Effect) < 0.01));
        Assert.Equal((3, 3), (whole.Size, whole.Shared));
        Assert.Equal(1, whole.Faithfulness!.Value.Value, 0.05);
        Assert.All(whole.Parts, part => Assert.True(part is { Last: true, Own: true, Effect: > 1 }));
    }

    /// <summary>
    /// With two hops one compiled model hands the digit on at rhs:2 and the query, the other leaves it at the root: the first does nothing with the
    /// second's kinds of edges.
    /// </summary>
    [Fact]
    public void CircuitsThatDoDifferentThingsAreToldApart()
    {
        Run addresses = runs[CompiledRuns.Circuit(CircuitKind.Addresses, shortcut: false)];
        BesideResult result = BesideAnalysis.Run(
            runs[CompiledRuns.Circuit(CircuitKind.Values, shortcut: false)],
            new BesideSpec(addresses.Directory, new PairSelection(2, Hops: [2], AnswerLines: [AnswerLineGroup.Later]), EdgeScore.EapIg),
            new Work(Cancellation: TestContext.Current.CancellationToken));
        BesideGroup group = Assert.Single(result.Groups);
        Assert.Null(group.Undefined);
        (SwappedCircuit values, SwappedCircuit other) = (group.Circuits[0], group.Circuits[1]);
        Assert.Equal((4, 2, 2), (values.Size, other.Size, group.SharedKinds));
        Assert.Equal(["embedding to value at rhs:1", "head to readout at colon"], other.Kinds.Order(StringComparer.Ordinal));
        Assert.All(group.Circuits, one => Assert.Equal(1, one.OwnKinds.Value, 0.05));
        Assert.Equal(0, values.Swapped.Value, 0.05);
        Assert.Equal(1, other.Swapped.Value, 0.05);
        Assert.All(group.Circuits, one => Assert.Equal(0, one.Random.Value, 0.3));
    }

    /// <summary>
    /// With exchanged names the line where the source's root stands has groups of its own, and so has the root's name; a token of two lines is the line's
    /// that it stands on.
    /// </summary>
    [Fact]
    public void TokensOfTheOtherRootAreGroups()
    {
        ProgramPair pair = ProgramPair.Of(ProgramParser.Parse("a=3\nb=7\nc=a\n#c:"), ProgramParser.Parse("b=3\na=7\nc=a\n#c:"));
        EdgePairs pairs = CircuitTokens.Of([pair], CircuitChange.Names);
        var names = CircuitTokens.Names(2, CircuitChange.Names);
        Assert.Equal(
            "name:1 rest rhs:1 rhs:1+1 other.name rhs:1+3 other.rhs other.rhs+1 other.rhs+2 other.rhs+3 rhs:2 rhs:2+1 hash query colon",
            string.Join(' ', pairs.Groups[0].Select(group => names[group])));
        Assert.Equal((3, 7), pairs.Answers[0]);
        EdgeGraph graph = CircuitTokens.Graph(Bindscope.Runs.Presets.Preset.Quick.Model, 2, CircuitChange.Names);
        Assert.Equal(("colon", names.Length), (names[graph.ReadOut], graph.Groups));
        Assert.Equal(CircuitTokens.Names(2).SkipLast(1), names.Take(CircuitTokens.Names(2).Length - 1));
    }

    private static int Last => Circuit.StepOf(1);

    private CircuitGroup Found(CircuitSpec spec) => CircuitAnalysis.Run(
        runs[CompiledRuns.Circuit(CircuitKind.Values, shortcut: false)], spec, new Work(Cancellation: TestContext.Current.CancellationToken)).Groups.Single();
}
