using System.Collections.Immutable;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;

namespace Bindscope.Analysis.LogitLens;

/// <summary>What the lens reads at one layer and token, over the programs of a group.</summary>
/// <param name="Layer">The layer that the residual enters, 1-based; one more than the model's layers is what leaves the last.</param>
/// <param name="Role">The token.</param>
/// <param name="Answer">Share of programs whose top digit is the answer.</param>
/// <param name="FirstLine">Share whose top digit is line 1's; null where that is the answer.</param>
/// <param name="AnswerProbability">The answer's probability among the ten digits.</param>
/// <param name="FirstLineProbability">That of line 1's digit, where it is not the answer; null where it always is.</param>
/// <param name="Difference">Logit of the answer minus logit of line 1's digit, where they differ; null where they never do.</param>
/// <param name="DigitProbability">Mean probability of each digit, 0 first, among the digits.</param>
/// <param name="DigitMass">Probability that the lens gives to the ten digits together, among all tokens.</param>
public sealed record LensCell(
    int Layer,
    TokenRole Role,
    Proportion Answer,
    Proportion? FirstLine,
    Estimate AnswerProbability,
    Estimate? FirstLineProbability,
    Estimate? Difference,
    ImmutableArray<double> DigitProbability,
    double DigitMass);
