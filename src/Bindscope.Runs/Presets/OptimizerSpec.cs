namespace Bindscope.Runs.Presets;

/// <summary>AdamW's constants; the defaults are the paper's (science section 2), which does not mention clipping.</summary>
/// <param name="Beta1">Decay of the gradient's running mean, in [0, 1).</param>
/// <param name="Beta2">Decay of the squared gradient's running mean, in [0, 1).</param>
/// <param name="Epsilon">Added to the root of the second moment; PyTorch's default.</param>
/// <param name="WeightDecay">Decoupled decay of every parameter, per unit of learning rate.</param>
/// <param name="ClipNorm">Largest norm of the whole gradient; 0 leaves it as it is.</param>
public sealed record OptimizerSpec(
    double Beta1 = 0.95,
    double Beta2 = 0.999,
    double Epsilon = 1e-8,
    double WeightDecay = 1e-4,
    double ClipNorm = 0)
{
    /// <summary>How the gradient becomes an update. Younger than the format of runs: a spec.json without it has AdamW.</summary>
    [MayBeMissing]
    public OptimizerKind Kind { get; init; } = OptimizerKind.AdamW;

    /// <summary>Muon's own constants; null under AdamW.</summary>
    [MayBeMissing]
    public MuonSpec? Muon { get; init; }

    internal IEnumerable<string> Problems()
    {
        if (Beta1 is not (>= 0 and < 1) || Beta2 is not (>= 0 and < 1))
        {
            yield return $"training.optimizer: beta1 {Beta1} and beta2 {Beta2} must be in [0, 1)";
        }

        if (Epsilon is not > 0 || !double.IsFinite(Epsilon))
        {
            yield return $"training.optimizer.epsilon is {Epsilon}; it must be above 0";
        }

        if (!Enum.IsDefined(Kind))
        {
            yield return $"training.optimizer.kind is {Kind}; it must be adamW or muon";
        }

        if (Kind == OptimizerKind.Muon != Muon is not null)
        {
            yield return Muon is null
                ? "training.optimizer.kind is muon, which needs training.optimizer.muon (peak, momentum, iterations)"
                : "training.optimizer.muon goes with training.optimizer.kind 'muon' only";
        }

        foreach (var problem in Muon?.Problems() ?? [])
        {
            yield return problem;
        }

        if (WeightDecay is not >= 0 || ClipNorm is not >= 0 || !double.IsFinite(WeightDecay + ClipNorm))
        {
            yield return "training.optimizer: weightDecay and clipNorm must be 0 or more";
        }
    }
}

/// <summary>How the gradient becomes an update.</summary>
public enum OptimizerKind
{
    /// <summary>AdamW for every parameter, as in the paper.</summary>
    AdamW,

    /// <summary>Muon for the blocks' weight matrices (queries, keys and values apart), AdamW for the rest.</summary>
    Muon,
}

/// <summary>Muon's constants (K. Jordan et al. 2024), for the blocks' weight matrices.</summary>
/// <param name="Peak">Their learning rate after the warm-up; it follows training.learningRate's course. 0.006 was the best of 0.004 to
/// 0.02 for width 64 (docs/log/training.md).</param>
/// <param name="Momentum">Share of the gradient's running mean that is kept, in [0, 1).</param>
/// <param name="Iterations">Newton-Schulz iterations.</param>
public sealed record MuonSpec(double Peak = 0.006, double Momentum = 0.95, int Iterations = 5)
{
    internal IEnumerable<string> Problems()
    {
        if (Peak is not > 0 || !double.IsFinite(Peak))
        {
            yield return $"training.optimizer.muon.peak is {Peak}; it must be above 0";
        }

        if (Momentum is not (>= 0 and < 1))
        {
            yield return $"training.optimizer.muon.momentum is {Momentum}; it must be in [0, 1)";
        }

        if (Iterations is < 1 or > 20)
        {
            yield return $"training.optimizer.muon.iterations is {Iterations}; it must be 1 to 20";
        }
    }
}

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
