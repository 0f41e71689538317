using Bindscope.Numerics.Statistics;
using Bindscope.Runs;

namespace Bindscope.Analysis.Phases;

/// <summary>What a model says where it is wrong, beside what guesses on the same programs would say; means over evaluations.</summary>
/// <param name="FirstTwoConstants">Share of the wrong predictions equal to one of the program's first two constants.</param>
/// <param name="FirstTwoGuessed">The share that guesses among the program's constants would have, 0 to 1.</param>
/// <param name="AnyConstant">Share of the wrong predictions equal to any constant of the program.</param>
/// <param name="AnyGuessed">The share that guesses among all digits would have, 0 to 1.</param>
/// <param name="Evaluations">Evaluations that could be counted, 1 or more.</param>
public sealed record WrongAgreement(
    Proportion FirstTwoConstants, double FirstTwoGuessed, Proportion AnyConstant, double AnyGuessed, int Evaluations)
{
    /// <summary>Whether the first two constants are said more often than guesses would, with the whole interval and the margin.</summary>
    /// <param name="spec">Holds the margin.</param>
    internal bool IsHeuristic(PhasesSpec spec) => FirstTwoConstants.Low > FirstTwoGuessed + PhasesSpec.BeyondGuessing;

    /// <summary>
    /// Whether a guess among the program's constants says as much: constants more often than guesses among all digits would, and the first
    /// two neither more nor less often than among the constants.
    /// </summary>
    /// <param name="spec">Holds the margin.</param>
    internal bool IsGuessing(PhasesSpec spec) => AnyConstant.Low > AnyGuessed + PhasesSpec.BeyondGuessing
        && !IsHeuristic(spec) && FirstTwoConstants.High >= FirstTwoGuessed - PhasesSpec.BeyondGuessing;

    /// <summary>The mean over evaluations. The interval is that of one test set: all evaluations ask the same programs.</summary>
    /// <returns>Null where no evaluation holds the counts, or none has a wrong prediction.</returns>
    internal static WrongAgreement? Of(IEnumerable<Evaluation> evaluations)
    {
        WrongTally[] tallies = [.. evaluations.Select(evaluation => evaluation.Wrong).OfType<WrongTally>().Where(tally => tally.N > 0)];
        if (tallies.Length == 0)
        {
            return null;
        }

        double wrong = tallies.Sum(tally => (double)tally.N);
        var programs = (int)Math.Max(1, wrong / tallies.Length);
        return new WrongAgreement(
            Proportion.Of(tallies.Sum(tally => tally.FirstTwoConstants) / wrong, programs),
            tallies.Sum(tally => tally.FirstTwoGuessed) / wrong,
            Proportion.Of(tallies.Sum(tally => tally.AnyConstant) / wrong, programs),
            tallies.Sum(tally => tally.AnyGuessed) / wrong,
            tallies.Length);
    }
}
