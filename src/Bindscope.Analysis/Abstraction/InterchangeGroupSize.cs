namespace Bindscope.Analysis.Abstraction;

/// <summary>How many programs a kind of source has.</summary>
/// <param name="Source">How sources were made.</param>
/// <param name="Depth">The depth on the chain that is changed; 0 where it is none of the chain's lines alone.</param>
/// <param name="Hops">The base programs' referential depth.</param>
/// <param name="Tried">Programs that were looked at.</param>
/// <param name="Possible">Of those, the ones that have such a source.</param>
/// <param name="Programs">Of those, the ones that are used: the last checkpoint solves base and source.</param>
/// <param name="NoOpLargestChange">
/// Largest change of a logit when tokens before the first difference between base and source are patched: 0, or rounding.
/// </param>
public sealed record InterchangeGroupSize(
    SourceEdit Source, int Depth, int Hops, int Tried, int Possible, int Programs, double NoOpLargestChange);
