namespace Bindscope.Analysis.Cumulative;

/// <summary>What stands in for an ablated head's output.</summary>
public enum AblationMethod
{
    /// <summary>Its mean over other programs at the same position, at the same checkpoint.</summary>
    Mean,

    /// <summary>Zeros, which may be far from anything that the model has ever seen.</summary>
    Zero,
}
