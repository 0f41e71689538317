namespace Bindscope.Training.Presets;

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
