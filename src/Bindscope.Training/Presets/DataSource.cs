namespace Bindscope.Training.Presets;

/// <summary>Where training programs come from.</summary>
public enum DataSource
{
    /// <summary>The training split, in a new order each epoch, as in the paper.</summary>
    Split,

    /// <summary>Newly drawn at every step; programs of the validation and test splits are left out.</summary>
    Fresh,
}
