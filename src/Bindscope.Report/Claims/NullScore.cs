namespace Bindscope.Report.Claims;

/// <summary>What a model without the thing claimed scores on a claim's criterion.</summary>
/// <param name="Model">The model, in words, such as <c>guesses among the constants</c>.</param>
/// <param name="Observation">What it scores, in the order of the claim's findings.</param>
/// <param name="Passes">Whether it meets the criterion: then the criterion is no evidence.</param>
public sealed record NullScore(string Model, string Observation, bool Passes);
