using System.Collections.Immutable;

namespace Bindscope.Analysis.HeadStatistics;

/// <summary>What a head looks at, as means over programs and tokens.</summary>
/// <param name="Layer">1-based.</param>
/// <param name="Head">1-based.</param>
/// <param name="PreviousToken">Weight on the token before, over all tokens but the first.</param>
/// <param name="TwoBack">Weight on the token two before: from a right-hand side to its line's name.</param>
/// <param name="LineStart">Weight of a line's other tokens on the name with which it begins.</param>
/// <param name="SameName">Weight of variables (right-hand sides and the query variable) on earlier tokens of the same letter.</param>
/// <param name="Binding">Weight of the same variables on the right-hand side of the line that binds them: a look-up done.</param>
/// <param name="Entropy">Of a token's row, in bits, over all tokens but the first.</param>
/// <param name="BetweenRoles">
/// Weights between the tokens on the digit's way, by hops: all pairs of the chain's, and of names and the tokens after right-hand sides those
/// pairs that have 0.1 or more.
/// </param>
/// <param name="Estimates">The numbers before with their intervals.</param>
public sealed record HeadAttention(
    int Layer,
    int Head,
    double PreviousToken,
    double TwoBack,
    double LineStart,
    double SameName,
    double Binding,
    double Entropy,
    ImmutableArray<RoleAttention> BetweenRoles,
    HeadEstimates? Estimates = null);
