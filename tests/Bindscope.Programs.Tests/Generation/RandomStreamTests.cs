using Bindscope.Programs.Generation;
using CsCheck;
using Xunit;

namespace Bindscope.Programs.Tests.Generation;

public sealed class RandomStreamTests
{
    /// <summary>The numbers that implementations of SplitMix64 in other languages publish for the seed 1234567.</summary>
    [Fact]
    public void TheStreamIsSplitMix64()
    {
        RandomStream random = new Seed(1234567).Stream();
        ulong[] drawn = [random.NextUInt64(), random.NextUInt64(), random.NextUInt64(), random.NextUInt64(), random.NextUInt64()];
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821], drawn);
    }

    [Fact]
    public void TheStreamAgreesWithArithmeticOnUnboundedIntegers() => Gen.ULong.Sample(state =>
    {
        var random = new RandomStream(state);
        for (int step = 1; step <= 3; step++)
        {
            Assert.Equal(SplitMix.Mix(state + step * SplitMix.Gamma), random.NextUInt64());
        }
    });

    [Fact]
    public void NumbersBelowABoundAreEquallyLikely()
    {
        const int n = 60_000, bound = 6;
        RandomStream random = new Seed(1).Stream();
        var counts = new int[bound];
        for (int i = 0; i < n; i++)
        {
            counts[random.Next(bound)]++;
        }

        Statistics.AssertFits(counts, [.. Enumerable.Repeat(1.0 / bound, bound)]);
    }

    [Fact]
    public void FractionsLieBetweenZeroAndOneAndAverageOneHalf()
    {
        const int n = 40_000;
        RandomStream random = new Seed(2).Stream();
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            double fraction = random.NextDouble();
            Assert.InRange(fraction, 0, 1 - 1e-16);
            sum += fraction;
        }

        Assert.Equal(0.5, sum / n, tolerance: 5 * Math.Sqrt(1.0 / 12 / n));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void ABoundBelowOneIsRefused(int bound) => Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(0).Next(bound));
}
