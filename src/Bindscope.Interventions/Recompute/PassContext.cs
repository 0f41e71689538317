using Bindscope.Interventions.Sweeps;

namespace Bindscope.Interventions.Recompute;

/// <summary>What a pass reads and writes beside its items.</summary>
/// <param name="Tokens">The rows that whole items start from.</param>
/// <param name="FirstRow">The row of <paramref name="Tokens"/> that is the block's first.</param>
/// <param name="Store">Read by changed runs, written by the plain run of the base; null for the source's.</param>
/// <param name="Source">Where edits take the source's values from; null in plain runs.</param>
/// <param name="Record">Where a plain run keeps values; null in changed runs.</param>
internal sealed record PassContext(TokenRows Tokens, int FirstRow, BaseStore? Store, Captures? Source, Captures? Record)
{
    /// <summary>Whether this is the plain run of the base, which fills the store.</summary>
    internal bool WritesStore => Store is not null && Record is not null;
}
