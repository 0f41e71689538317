namespace Bindscope.Training.Presets;

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
