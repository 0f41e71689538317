namespace Bindscope.Model;

/// <summary>Which parts of the model add a bias. The unembedding never does.</summary>
public enum Biases
{
    /// <summary>None: LayerNorm only scales, linear layers only multiply.</summary>
    None,

    /// <summary>LayerNorms add a bias, linear layers do not.</summary>
    LayerNorm,

    /// <summary>LayerNorms and the linear layers of attention and MLP add a bias.</summary>
    All,
}
