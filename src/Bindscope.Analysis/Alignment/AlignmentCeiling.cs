using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Subspaces;

namespace Bindscope.Analysis.Alignment;

/// <summary>What swapping whole vectors does: no subspace can do more for the right reason.</summary>
/// <param name="Layer">The layer that the vectors enter, 1-based.</param>
/// <param name="Target">The variable.</param>
/// <param name="Token">The tokens, as in <see cref="AlignmentFit.Token"/>.</param>
/// <param name="TrainSuccess">Success of whole vectors on the pairs to learn from, by which the token was chosen.</param>
/// <param name="Success">Success on the test pairs.</param>
/// <param name="IsFitted">Whether rotations were trained there: the token with most success, and enough of it.</param>
public sealed record AlignmentCeiling(
    int Layer, SubspaceTarget Target, string Token, Proportion TrainSuccess, Proportion Success, bool IsFitted);
