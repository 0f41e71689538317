using Bindscope.Analysis.Results;

namespace Bindscope.Analysis.HeadStatistics;

/// <summary>The means of <see cref="HeadAttention"/> with their 95 % intervals over programs, which are drawn whole.</summary>
/// <param name="PreviousToken">See there, as the others.</param>
/// <param name="TwoBack">Weight on the token two before.</param>
/// <param name="LineStart">Weight on the line's name.</param>
/// <param name="SameName">Weight on earlier tokens of the same letter.</param>
/// <param name="Binding">Weight on the right-hand side of the binding line.</param>
/// <param name="Entropy">In bits.</param>
public sealed record HeadEstimates(
    Estimate PreviousToken, Estimate TwoBack, Estimate LineStart, Estimate SameName, Estimate Binding, Estimate Entropy);
