namespace Bindscope.Interventions.Recompute;

/// <summary>Takes an item's logits, one for each column that the packed model computes.</summary>
internal delegate void ItemResult(WorkItem item, ReadOnlySpan<float> logits);
