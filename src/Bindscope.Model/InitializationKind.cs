namespace Bindscope.Model;

/// <summary>How the standard deviation of a linear layer's first weights is chosen.</summary>
public enum InitializationKind
{
    /// <summary>1 / sqrt(number of inputs), so that the size of activations does not depend on the width.</summary>
    FanIn,

    /// <summary>The same number everywhere, <see cref="Initialization.NormalStd"/>, as GPT-2 does.</summary>
    Normal,
}
