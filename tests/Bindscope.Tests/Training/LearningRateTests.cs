using Bindscope.Runs.Presets;

namespace Bindscope.Tests.Training;

public sealed class LearningRateTests
{
    [Fact]
    public void ThePapersRateWarmsUpAndThenFallsToNothing()
    {
        var rate = Preset.Paper.Training.LearningRate;
        const int steps = 105_465;

        Assert.Equal(1e-4 / 750, rate.At(0, steps), 1e-15);
        Assert.Equal(0.5e-4, rate.At(374, steps), 1e-15);
        Assert.Equal(1e-4, rate.At(749, steps), 1e-15);
        Assert.Equal(1e-4, rate.At(750, steps), 1e-15);
        Assert.Equal(0.5e-4, rate.At(750 + (steps - 750) / 2, steps), 1e-9);
        Assert.Equal(1e-4 / (steps - 750), rate.At(steps - 1, steps), 1e-15);
        Assert.All(Enumerable.Range(750, 1_000), step => Assert.True(rate.At(step + 1, steps) < rate.At(step, steps)));
    }

    [Fact]
    public void AConstantRateStaysAfterWarmUp()
    {
        var rate = new LearningRateSpec(Peak: 2e-3, WarmupSteps: 4, DecayFrom: 1);

        Assert.Equal([0.5e-3, 1e-3, 1.5e-3, 2e-3, 2e-3, 2e-3], Enumerable.Range(0, 6).Select(step => rate.At(step, 6)));
    }

    [Fact]
    public void DecayBeginsLateAndEndsAtTheFloor()
    {
        var rate = new LearningRateSpec(Peak: 1, WarmupSteps: 0, DecayFrom: 0.5, Floor: 0.2);

        Assert.Equal([1, 1, 1, 1, 1, 1, 0.84, 0.68, 0.52, 0.36], Enumerable.Range(0, 10).Select(step => Math.Round(rate.At(step, 10), 12)));
    }
}
