using Bindscope.Analysis.Results;

namespace Bindscope.Analysis.Patching;

/// <summary>The digits' logits and probabilities in the patched runs of a place, as means over programs.</summary>
/// <param name="New">logit(source's answer).</param>
/// <param name="Original">logit(base's answer).</param>
/// <param name="Probability">Of the source's answer, given that the model says a digit; 0 to 1.</param>
/// <param name="Divergence">Kullback-Leibler divergence KL(base run || patched run) of the ten digits' probabilities, in nats.</param>
public sealed record LogitMeans(Estimate New, Estimate Original, Estimate Probability, Estimate Divergence);
