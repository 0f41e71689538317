using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;

namespace Bindscope.Analysis.Patching.Edges;

/// <summary>What happened when one token could no longer look at another, or looked as it does in the source run.</summary>
/// <param name="Layer">1-based; 0 for all.</param>
/// <param name="Head">1-based; 0 for all.</param>
/// <param name="From">The token that is looked at.</param>
/// <param name="To">The token that looks.</param>
/// <param name="Kept">Share of programs that still give the base's answer when the edge is cut; the rest of the row is scaled up.</param>
/// <param name="MarginLost">
/// How much the answer's logit lost against the best other digit when the edge was cut, mean.
/// </param>
/// <param name="PatternSuccess">
/// Share of programs that give the source's answer when the edge has the weight that it has in the source run. Near 0 where attention
/// does not
/// depend on the digit, as it should not.
/// </param>
public sealed record EdgeCell(
    int Layer, int Head, TokenRole From, TokenRole To, Proportion Kept, Estimate MarginLost, Proportion PatternSuccess);
