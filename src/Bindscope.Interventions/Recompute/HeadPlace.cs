namespace Bindscope.Interventions.Recompute;

/// <summary>One head of one item in one layer.</summary>
/// <param name="Item">The item.</param>
/// <param name="Layer">1-based.</param>
/// <param name="Head">0-based.</param>
internal readonly record struct HeadPlace(WorkItem Item, int Layer, int Head);
