using Bindscope.Runs.Presets;
using CsCheck;

namespace Bindscope.Tests.Training;

public sealed class CadenceTests
{
    [Fact]
    public void EqualRatiosComeFirstThenEqualDistances()
        => Assert.Equal([0, 10, 14, 20, 28, 40, 57, 80, 113, 160, 200, 250, 300, 310], new Cadence(10, 50).Steps(310));

    [Theory]
    [InlineData(100, 10, 135, new[] { 0, 100, 110, 120, 130, 135 })]
    [InlineData(1, 1, 5, new[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(50, 10, 20, new[] { 0, 20 })]
    [InlineData(1, 100, 1, new[] { 0, 1 })]
    public void TheEdgesHold(int first, int every, int last, int[] steps) => Assert.Equal(steps, new Cadence(first, every).Steps(last));

    [Fact]
    public void NoGapIsLongerThanItShouldBe() => Gen.Select(Gen.Int[1, 300], Gen.Int[1, 300], Gen.Int[1, 20_000]).Sample((first, every, last) =>
    {
        var steps = new Cadence(first, every).Steps(last);
        Assert.Equal((0, last), (steps[0], steps[^1]));
        Assert.Contains(Math.Min(first, last), steps);
        for (var i = 1; i < steps.Count; i++)
        {
            var gap = steps[i] - steps[i - 1];
            Assert.InRange(gap, 1, Math.Max(Math.Max(first, every), (steps[i - 1] + 1) * (Math.Sqrt(2) - 1) + 1));
            Assert.True(steps[i - 1] < first + 4 * every || gap <= every, $"{steps[i - 1]} to {steps[i]} of ({first}, {every})");
        }

        Assert.Equal(steps.Take(steps.Count - 1), new Cadence(first, every).Steps(2 * last).Where(step => step < last));
        Assert.All(steps.Where(step => step > first + 4 * every && step < last), step => Assert.Equal(0, step % every));
    });
}
