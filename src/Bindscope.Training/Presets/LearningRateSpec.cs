namespace Bindscope.Training.Presets;

/// <summary>The learning rate over the steps: linear warm-up, a constant stretch, linear decay to the end.</summary>
/// <param name="Peak">The rate after warm-up; the paper's 1e-4.</param>
/// <param name="WarmupSteps">Steps over which the rate grows linearly from 0; the paper's 750.</param>
/// <param name="DecayFrom">Share of all steps after which the rate falls linearly to <paramref name="Floor"/>: 0 decays from the end of the
/// warm-up as in the paper, 1 is a constant rate.</param>
/// <param name="Floor">What the rate falls towards, as a share of the peak: that of the update after the last; 0 in the paper.</param>
public sealed record LearningRateSpec(double Peak = 1e-4, int WarmupSteps = 750, double DecayFrom = 0, double Floor = 0)
{
    /// <summary>The rate for the update that leads from <paramref name="step"/> to the next.</summary>
    /// <param name="step">Updates made so far, 0 to <paramref name="steps"/> - 1.</param>
    /// <param name="steps">Updates of the whole training.</param>
    public double At(int step, int steps)
    {
        var warmup = WarmupSteps == 0 ? 1 : Math.Min(1, (step + 1.0) / WarmupSteps);
        var from = Math.Max(WarmupSteps, DecayFrom * steps);
        var left = step < from ? 1 : (steps - step) / Math.Max(1, steps - from);
        return Peak * warmup * (Floor + (1 - Floor) * Math.Min(1, left));
    }

    internal IEnumerable<string> Problems(int steps)
    {
        if (Peak is not > 0 || !double.IsFinite(Peak))
        {
            yield return $"training.learningRate.peak is {Peak}; it must be above 0";
        }

        if (WarmupSteps < 0 || WarmupSteps > steps)
        {
            yield return $"training.learningRate.warmupSteps is {WarmupSteps}; it must be 0 to training.steps ({steps})";
        }

        if (DecayFrom is not (>= 0 and <= 1) || Floor is not (>= 0 and <= 1))
        {
            yield return "training.learningRate: decayFrom and floor must be shares from 0 to 1";
        }
    }
}
