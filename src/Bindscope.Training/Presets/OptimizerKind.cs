namespace Bindscope.Training.Presets;

/// <summary>How the gradient becomes an update.</summary>
public enum OptimizerKind
{
    /// <summary>AdamW for every parameter, as in the paper.</summary>
    AdamW,

    /// <summary>Muon for the blocks' weight matrices (queries, keys and values apart), AdamW for the rest.</summary>
    Muon,
}
