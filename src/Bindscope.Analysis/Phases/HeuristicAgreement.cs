namespace Bindscope.Analysis.Phases;

/// <summary>What the model's predictions equal during a phase, whether right or wrong; means over its evaluations, each 0 to 1.</summary>
/// <remarks>
/// A solved run agrees with the first constants too, as often as they are the answer, and a guesser among few constants says them often:
/// the shares over all predictions are no evidence for a heuristic. <paramref name="Wrong"/> is.
/// </remarks>
/// <param name="FirstTwoConstants">Share of predictions equal to one of the program's first two constants.</param>
/// <param name="Line1Constant">Share equal to the constant on line 1.</param>
/// <param name="Line2Constant">Share equal to the constant on line 2, among programs that have one there; null when none has.</param>
/// <param name="AnyConstant">Share equal to any constant of the program.</param>
/// <param name="MostFrequentDigit">Largest share that one digit has of all predictions: near 1 divided by the digits when balanced.</param>
/// <param name="NonDigit">Share of predictions that are no digit.</param>
/// <param name="Wrong">The same of the wrong predictions, beside guesses; null where the run's metrics lack it, or nothing is wrong.</param>
public sealed record HeuristicAgreement(
    double FirstTwoConstants,
    double Line1Constant,
    double? Line2Constant,
    double AnyConstant,
    double MostFrequentDigit,
    double NonDigit,
    WrongAgreement? Wrong);
