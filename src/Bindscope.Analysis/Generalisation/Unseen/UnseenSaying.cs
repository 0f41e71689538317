using System.Collections.Immutable;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Phases;
using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.Generalisation.Unseen;

/// <summary>What is said to the programs of one kind.</summary>
/// <param name="Role">The role.</param>
/// <param name="Original">Which programs of the pairs are of the test set.</param>
/// <param name="Arm">Which programs of the pairs.</param>
/// <param name="Outcomes">Shares of the right answer, of line 1's digit and so on, the first that fits.</param>
/// <param name="Predictions">How often each digit is said, 0 to 9, and last how often no digit is.</param>
/// <param name="UnseenDigits">Share in which a digit is said that never was an answer in training; null where every digit was.</param>
/// <param name="BestOfUnseen">For unseen answers where two or more digits are: share in which the right one has the largest logit of those digits
/// alone; by chance one in as many as there are. A readout that shuts out all of them cannot hide what this one measures.</param>
public sealed record UnseenSaying(
    SymbolRole Role,
    Original Original,
    Arm Arm,
    ImmutableArray<OutcomeShare> Outcomes,
    ImmutableArray<int> Predictions,
    Proportion? UnseenDigits,
    Proportion? BestOfUnseen);
