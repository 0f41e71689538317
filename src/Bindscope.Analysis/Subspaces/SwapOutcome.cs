using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Subspaces;

/// <summary>What a swap did to the answers.</summary>
/// <param name="Arm">What was swapped.</param>
/// <param name="Rank">Its dimensions.</param>
/// <param name="Success">Programs that answered as the source does; over all draws together where there are several.</param>
/// <param name="Kept">Programs that answered as before.</param>
/// <param name="Draws">Random subspaces; 1 where nothing is drawn.</param>
/// <param name="Lowest">Success of the least successful draw.</param>
/// <param name="Highest">Success of the most successful draw.</param>
/// <param name="Choosing">
/// Success in every other pair, from the first on: what a best layer is chosen by. Null in results of older builds.
/// </param>
/// <param name="Judging">Success in the other pairs: what a chosen layer is judged by.</param>
public sealed record SwapOutcome(
    SwapArm Arm,
    int Rank,
    Proportion Success,
    Proportion Kept,
    int Draws,
    double Lowest,
    double Highest,
    Proportion? Choosing = null,
    Proportion? Judging = null);
