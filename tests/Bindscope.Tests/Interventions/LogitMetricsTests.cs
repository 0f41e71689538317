using Bindscope.Interventions.Metrics;

namespace Bindscope.Tests.Interventions;

public sealed class LogitMetricsTests
{
    private static readonly float[] Even = [0, 0, 0, 0];

    private static readonly float[] Sure = [100, 0, 0, 0];

    [Fact]
    public void TheTopIsTheFirstOfTheLargest()
    {
        Assert.Equal(2, LogitMetrics.Top([1, 2, 3, 3]));
        Assert.Equal(0, LogitMetrics.Top(Even));
    }

    [Fact]
    public void ProbabilitiesAreTheSoftmaxAndDoNotOverflow()
    {
        Assert.Equal(0.25, LogitMetrics.Probability(Even, 3), 12);
        Assert.Equal(1, LogitMetrics.Probability([1000, 0], 0), 12);
        Assert.Equal(1 / (1 + Math.E), LogitMetrics.Probability([1, 2], 0), 12);
    }

    [Fact]
    public void TheDivergenceIsZeroToItselfAndKnownElsewhere()
    {
        Assert.Equal(0, LogitMetrics.Divergence(Sure, Sure));
        Assert.Equal(Math.Log(4), LogitMetrics.Divergence(Sure, Even), 9);
    }

    [Fact]
    public void MarginsAndDistances()
    {
        Assert.Equal(-1, LogitMetrics.Margin([1, 2, 3], 1));
        Assert.Equal(4, LogitMetrics.Margin([7, 2, 3], 0));
        Assert.Equal(3, LogitMetrics.Distance([1, 2], [4, 2]));
        Assert.Equal(-1, LogitMetrics.Difference([1, 2], 0, 1));
    }

    [Fact]
    public void ChangesAreSharesOfTheLargestRise()
    {
        Assert.Equal([0.5, 1, -1], LogitMetrics.Normalized([2, 4, -4]));
        Assert.Equal([0, 0], LogitMetrics.Normalized([-1, 0]));
    }
}
