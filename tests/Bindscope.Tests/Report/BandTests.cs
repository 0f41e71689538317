using Bindscope.Numerics.Statistics;
using Bindscope.Paper;

namespace Bindscope.Tests.Report;

public sealed class BandTests
{
    [Theory]
    [InlineData(0.85, 0.81, 0.89, Verdict.Reproduced)]
    [InlineData(0.85, 0.79, 0.91, Verdict.Undecided)]
    [InlineData(0.75, 0.69, 0.81, Verdict.Undecided)]
    [InlineData(0.70, 0.61, 0.79, Verdict.Differs)]
    public void AVerdictComesFromTheWholeInterval(double value, double low, double high, Verdict verdict) =>
        Assert.Equal(verdict, new Band(0.8, null).Judge(new Measure(MeasureKind.Share, value, low, high, 100)));

    [Fact]
    public void ABandOfTwoEndsRefusesWhatLiesAboveIt()
    {
        var band = new Band(0.4, 0.6);
        Assert.Equal(Verdict.Differs, band.Judge(new Measure(MeasureKind.Share, 0.7, 0.65, 0.75, 100)));
        Assert.Equal(Verdict.Undecided, band.Judge(new Measure(MeasureKind.Share, 0.5, 0.3, 0.7, 10)));
        Assert.Equal("40 % to 60 %", band.Text(MeasureKind.Share));
    }

    // Newcombe 1998, table II: 56/70 against 48/80, method 10 without correction: 0.2000 (0.0524 to 0.3339).
    [Fact]
    public void DifferencesHaveNewcombesInterval()
    {
        Measure difference = Measure.Difference(
            Measure.Of(Proportion.OfCounts(56, 70)),
                Measure.Of(Proportion.OfCounts(48, 80)));

        Assert.Equal((0.2, 0.0524, 0.3339), (Math.Round(difference.Value, 4), Math.Round(difference.Low, 4), Math.Round(difference.High,
            4)));
        Assert.Equal(70, difference.N);
    }

    [Fact]
    public void AClaimDiffersIfOneOfItsFindingsDoes()
    {
        Finding Seen(Verdict verdict) => new("a", "", null, "b", null, verdict);
        Assert.Equal(Verdict.Differs, Claim.Tested("x", "1", "s", "r", [Seen(Verdict.Reproduced), Seen(Verdict.Undecided),
            Seen(Verdict.Differs)]).Verdict);
        Assert.Equal(Verdict.Undecided, Claim.Tested("x", "1", "s", "r", [Seen(Verdict.Reproduced), Seen(Verdict.Undecided)]).Verdict);
        Assert.Equal(Verdict.Reproduced, Claim.Tested("x", "1", "s", "r", [Seen(Verdict.Reproduced)]).Verdict);
        Assert.Equal(Verdict.NotTested, Claim.Tested("x", "1", "s", "r", []).Verdict);
    }
}
