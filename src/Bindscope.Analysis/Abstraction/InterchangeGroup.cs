using System.Collections.Immutable;

namespace Bindscope.Analysis.Abstraction;

/// <summary>The cases of one hops and kind of source.</summary>
internal sealed record InterchangeGroup(
    SourceEdit Edit, int Depth, int Hops, int Tried, int Possible, ImmutableArray<InterchangeCase> Cases);
