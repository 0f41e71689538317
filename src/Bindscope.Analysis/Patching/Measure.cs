namespace Bindscope.Analysis.Patching;

/// <summary>How much is told of each cell of a sweep.</summary>
internal enum Measure
{
    /// <summary>Success and effect.</summary>
    Effect,

    /// <summary>The means of logits, probabilities and divergences too.</summary>
    Logits,
}
