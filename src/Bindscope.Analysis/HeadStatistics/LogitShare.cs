using Bindscope.Analysis.Results;

namespace Bindscope.Analysis.HeadStatistics;

/// <summary>What one part of the model adds to the answer's logit at the colon, directly.</summary>
/// <param name="Part"><c>embedding</c>, <c>head</c>, <c>attention bias</c>, <c>mlp</c> or <c>final bias</c>.</param>
/// <param name="Layer">1-based; 0 for parts of no layer.</param>
/// <param name="Head">1-based; 0 for parts that are no head.</param>
/// <param name="Contribution">
/// To logit(answer) - mean of the ten digits' logits, mean over programs. All parts sum to that difference.
/// </param>
public sealed record LogitShare(string Part, int Layer, int Head, Estimate Contribution);
