namespace Bindscope.Analysis.LogitLens.Tuned;

/// <summary>How a vector inside the model is read as logits.</summary>
public enum LensKind
{
    /// <summary>As if it were the last layer's: the logit lens.</summary>
    Plain,

    /// <summary>After an affine map of its own layer, trained to say what the last layer says.</summary>
    Tuned,
}
