using Bindscope.Interventions.Graphs;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Passes;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Tests.Analysis;

namespace Bindscope.Tests.Interventions;

/// <summary>Edges of a model of random weights, in which every path matters.</summary>
public sealed class EdgeGraphTests
{
    private const int Length = 7;
    private const double Tolerance = 2e-4;

    private static readonly Transformer Model = TinyRun.Weights(11);
    private static readonly EdgeGraph Graph = new(Model.Spec, 4, 2);
    private static readonly EdgePairs Pairs = new(
        new TokenRows([[1, 2, 3, 4, 5, 6, 7], [9, 8, 3, 2, 5, 6, 7]]),
        new TokenRows([[1, 9, 3, 4, 5, 8, 7], [9, 8, 1, 2, 5, 6, 7]]),
        [[3, 0, 1, 3, 1, 0, 2], [3, 3, 0, 1, 1, 3, 2]],
        [(1, 4), (2, 0)]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void TheGraphHoldsTheWholeModelAndNothingThatCannotReachTheReadOut()
    {
        // 2 layers of 2 heads: 1 source before layer 1, 4 before layer 2, 7 in all. In the last layer queries and the MLP act at the read-out alone.
        Assert.Equal(7, Graph.Sources.Length);
        Assert.Equal(((6 * 1) + 3) * 4 + ((4 * 4) * 4) + (2 * 4) + 6 + 7, Graph.Edges.Length);
        Assert.Equal(["embedding", "1.1", "1.2", "mlp 1", "2.1", "2.2", "mlp 2"], Graph.Sources.Select(source => source.ToString()));
        Assert.Equal("1.1 q, 1.1 k, 1.1 v", string.Join(", ", Graph.Inputs.Take(3)));
        Assert.Equal(Graph.Edges.Length, Graph.Edges.Distinct().Count());
    }

    [Fact]
    public void AllEdgesAreTheBaseRunAndNoneTheSourceRun()
    {
        double[][] ends = CircuitRuns.Differences(
            Model, Graph, Pairs, [[.. Graph.Edges.Select(_ => true)], new bool[Graph.Edges.Length]], 1, Cancellation);
        for (int row = 0; row < 2; row++)
        {
            Assert.Equal(Difference(Pairs.Base, row), ends[0][row], Tolerance);
            Assert.Equal(Difference(Pairs.Source, row), ends[1][row], Tolerance);
            Assert.NotEqual(ends[0][row], ends[1][row], 10 * Tolerance);
        }
    }

    /// <summary>Patched alone, an edge does what the run of all other edges does: two ways that share no arithmetic.</summary>
    [Fact]
    public void AnExactEffectIsWhatTheRunWithoutTheEdgeLoses()
    {
        double[][] effects = ExactEdges.Effects(Model, Graph, Pairs, 1, null, Cancellation);
        bool[][] circuits = [[.. Graph.Edges.Select(_ => true)], .. Graph.Edges.Select((_, left) => Graph.Edges.Select((_, edge) => edge != left).ToArray())];
        double[][] runs = CircuitRuns.Differences(Model, Graph, Pairs, circuits, 1, Cancellation);
        for (int edge = 0; edge < Graph.Edges.Length; edge++)
        {
            for (int row = 0; row < 2; row++)
            {
                Assert.Equal(runs[0][row] - runs[edge + 1][row], effects[edge][row], Tolerance);
            }
        }

        Assert.True(effects.Count(edge => edge.Any(effect => Math.Abs(effect) > Tolerance)) > Graph.Edges.Length / 3);
    }

    /// <summary>The embedding adds to what every input reads, so its gradient is the sum of all slopes.</summary>
    [Fact]
    public void SlopesAreTheGradientTakenApart()
    {
        NodeRun plain = NodeRun.Of(Model, Pairs.Base);
        Tensor[] slopes = EdgeAttribution.Slopes(Model, Graph, Pairs, SlopeRule.Gradient, plain, plain);
        var embedding = new Site(SiteKind.ResidualIn, 1);
        var gradients = new ActivationRecorder(site => site == embedding);
        using Trace trace = Model.Trace(Pairs.Base.Some(0, 2), new SequenceLayout(Length));
        var difference = new Tensor(2, Model.Spec.Vocabulary);
        (difference.Row(0)[1], difference.Row(0)[4], difference.Row(1)[2], difference.Row(1)[0]) = (1, -1, 1, -1);
        trace.Backward([Length - 1, (2 * Length) - 1], difference, gradients);
        for (int i = 0; i < gradients[embedding].Length; i++)
        {
            Assert.Equal(gradients[embedding].Values[i], slopes.Sum(slope => slope.Values[i]), 1e-3);
        }
    }

    /// <summary>Between two runs that hardly differ, gradients and their mean are the exact effects.</summary>
    [Fact]
    public void EstimatesApproachTheExactEffects()
    {
        double[][] exact = ExactEdges.Effects(Model, Graph, Pairs, 1, null, Cancellation);
        int readOut = Enumerable.Range(0, exact.Length).Last(edge => Graph.Inputs[Graph.Edges[edge].Input].Kind == InputKind.ReadOut);
        foreach (SlopeRule rule in Enum.GetValues<SlopeRule>())
        {
            double[][] estimates = EdgeAttribution.Effects(Model, Graph, Pairs, rule, Cancellation);
            double agreement = Bindscope.Numerics.Statistics.RankCorrelation.Of(
                [.. exact.Select(edge => edge.Average())], [.. estimates.Select(edge => edge.Average())]);
            Assert.True(agreement > 0.5, $"{rule}: {agreement:0.00}");
            Assert.NotEqual(0, estimates[readOut][0]);
        }
    }

    [Fact]
    public void OnlyEdgesOnAWayFromTheEmbeddingToTheReadOutAreConnected()
    {
        int Edge(string source, string input, int group) => Graph.Edges.IndexOf(new GraphEdge(
            Graph.Sources.Select(one => one.ToString()).ToList().IndexOf(source), Graph.Inputs.Select(one => one.ToString()).ToList().IndexOf(input), group));
        int[] way = [Edge("embedding", "1.2 v", 0), Edge("1.2", "mlp 1", 1), Edge("mlp 1", "2.1 k", 1), Edge("2.1", "read-out", 2)];
        int[] ends = [Edge("1.1", "2.1 q", 2), Edge("embedding", "2.2 v", 0), Edge("mlp 1", "2.2 v", 3)];
        var circuit = new bool[Graph.Edges.Length];
        foreach (int edge in (int[])[.. way, .. ends])
        {
            circuit[edge] = true;
        }

        bool[] connected = Graph.Connected(circuit);
        Assert.Equal(way.Order(), Enumerable.Range(0, connected.Length).Where(edge => connected[edge]));
    }

    private static double Difference(TokenRows rows, int row)
    {
        Tensor logits = Model.Forward(rows[row], new SequenceLayout(Length));
        return LogitMetrics.Difference(logits.Row(Length - 1), Pairs.Answers[row].Base, Pairs.Answers[row].Source);
    }
}
