using Bindscope.Model;

namespace Bindscope.Interventions;

/// <summary>One vector, or one edge, that an intervention changes in one row. Layers 1-based (0 for the logits), the rest 0-based.</summary>
/// <param name="Site">The site.</param>
/// <param name="Row">In the block of rows at hand.</param>
/// <param name="Position">The token; of an edge the query.</param>
/// <param name="Head">0 where the kind has none.</param>
/// <param name="From">The token in the source run; of an edge the key.</param>
internal readonly record struct Slot(Site Site, int Row, int Position, int Head, int From);
