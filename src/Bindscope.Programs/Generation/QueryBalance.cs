namespace Bindscope.Programs.Generation;

/// <summary>How often each number of hops occurs.</summary>
public enum QueryBalance
{
    /// <summary>Every number of hops from 1 to the maximum equally often, as in the paper.</summary>
    UniformHops,

    /// <summary>As often as the query's weights make it.</summary>
    None,
}
