namespace Bindscope.Analysis.LogitLens.Tuned;

/// <summary>One layer's training.</summary>
/// <param name="Layer">The layer entered, 1-based.</param>
/// <param name="FirstLoss">Divergence on the programs to learn from before training, nats: the logit lens's.</param>
/// <param name="LastLoss">The same at the end.</param>
/// <param name="Converged">Whether the last tenth of the steps lowered it by less than 2 % of the first loss.</param>
public sealed record TunedLensFit(int Layer, double FirstLoss, double LastLoss, bool Converged);
