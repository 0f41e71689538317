namespace Bindscope.Analysis.Patching.Edges;

/// <summary>What an edge is cut in at a time.</summary>
public enum EdgeGranularity
{
    /// <summary>One head.</summary>
    Heads,

    /// <summary>All heads of a layer: finds routes that several heads share.</summary>
    Layers,

    /// <summary>All heads of all layers: finds which token needs which, whoever looks.</summary>
    Model,
}
