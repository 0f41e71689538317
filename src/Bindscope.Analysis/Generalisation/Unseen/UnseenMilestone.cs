using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.Generalisation.Unseen;

/// <summary>When programs became right for good.</summary>
/// <param name="Role">The role.</param>
/// <param name="Original">Which programs of the pairs are of the test set.</param>
/// <param name="Unseen">The first checkpoint from which on the share of the programs with the unseen symbol that are answered rightly stays at the
/// result's level or above it, up to the last; null where it does not.</param>
/// <param name="Seen">The same for the programs with a known symbol.</param>
public sealed record UnseenMilestone(SymbolRole Role, Original Original, int? Unseen, int? Seen);
