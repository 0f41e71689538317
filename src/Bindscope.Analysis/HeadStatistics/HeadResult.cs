using System.Collections.Immutable;
using Bindscope.Analysis.Roles;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.HeadStatistics;

/// <summary>Statistics of the heads: plain data, as <c>analyses/heads-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Programs">Programs that the means are over.</param>
/// <param name="Tried">Programs of the test set that were looked at for them.</param>
/// <param name="Heads">What each head looks at, by layer and head.</param>
/// <param name="Logits">What each part adds to the answer's logit directly.</param>
/// <param name="LogitDifference">The whole difference that the parts sum to, mean over programs.</param>
public sealed record HeadResult(
    int Format,
    int Checkpoint,
    int Programs,
    int Tried,
    ImmutableArray<HeadAttention> Heads,
    ImmutableArray<LogitShare> Logits,
    double LogitDifference)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

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

/// <summary>The means of <see cref="HeadAttention"/> with their 95 % intervals over programs, which are drawn whole.</summary>
/// <param name="PreviousToken">See there, as the others.</param>
/// <param name="TwoBack">Weight on the token two before.</param>
/// <param name="LineStart">Weight on the line's name.</param>
/// <param name="SameName">Weight on earlier tokens of the same letter.</param>
/// <param name="Binding">Weight on the right-hand side of the binding line.</param>
/// <param name="Entropy">In bits.</param>
public sealed record HeadEstimates(
    Estimate PreviousToken, Estimate TwoBack, Estimate LineStart, Estimate SameName, Estimate Binding, Estimate Entropy);

/// <summary>What one part of the model adds to the answer's logit at the colon, directly.</summary>
/// <param name="Part"><c>embedding</c>, <c>head</c>, <c>attention bias</c>, <c>mlp</c> or <c>final bias</c>.</param>
/// <param name="Layer">1-based; 0 for parts of no layer.</param>
/// <param name="Head">1-based; 0 for parts that are no head.</param>
/// <param name="Contribution">
/// To logit(answer) - mean of the ten digits' logits, mean over programs. All parts sum to that difference.
/// </param>
public sealed record LogitShare(string Part, int Layer, int Head, Estimate Contribution);

/// <summary>Mean weight with which one token of the digit's way looks at another.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="From">The token that is looked at.</param>
/// <param name="To">The token that looks.</param>
/// <param name="Weight">0 to 1.</param>
/// <param name="Over">The same with its interval, over the programs in which the one token stands before the other.</param>
public sealed record RoleAttention(int Hops, TokenRole From, TokenRole To, double Weight, Estimate? Over = null);
