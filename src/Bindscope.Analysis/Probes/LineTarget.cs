namespace Bindscope.Analysis.Probes;

/// <summary>What a probe at a right-hand side reads.</summary>
public enum LineTarget
{
    /// <summary>The digit that the line resolves to.</summary>
    Value,

    /// <summary>The line's referential depth; depths beyond the query's limit are one class.</summary>
    Depth,
}
