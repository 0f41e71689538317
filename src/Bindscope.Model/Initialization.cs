namespace Bindscope.Model;

/// <summary>How the weights start: normal with mean 0, LayerNorm scales at 1, biases at 0.</summary>
/// <param name="Kind">How the standard deviation of the linear layers and of the unembedding is chosen.</param>
/// <param name="NormalStd">Their standard deviation under <see cref="InitializationKind.Normal"/>; above 0.</param>
/// <param name="EmbeddingStd">Standard deviation of the token embedding, above 0. 0.3 was the best of 0.01 to 1 for small models.</param>
/// <param name="ScaleResidualOutputs">
/// Divide the two layers of each block that write to the residual stream by sqrt(2 * layers), so that its size does not grow with depth.
/// </param>
/// <param name="OffsetHeads">
/// 0, or the attention score that head h of layer 1 starts with at the key that lies (h - 1) mod 4 tokens back: the query and key
/// biases of layer 1 are set so that it is highest there. Needs <see cref="Biases.All"/>. A form of assistance: say so where it is on.
/// </param>
public sealed record Initialization(
    InitializationKind Kind = InitializationKind.FanIn,
    double NormalStd = 0.02,
    double EmbeddingStd = 0.3,
    bool ScaleResidualOutputs = true,
    double OffsetHeads = 0)
{
    /// <summary>GPT-2's: 0.02 everywhere, the embedding too.</summary>
    public static Initialization Gpt2 { get; } = new(InitializationKind.Normal, NormalStd: 0.02, EmbeddingStd: 0.02);

    internal IEnumerable<string> Problems(Biases biases)
    {
        if (!(NormalStd > 0 && double.IsFinite(NormalStd)))
        {
            yield return $"initialization.normalStd must be above 0, not {NormalStd}";
        }

        if (!(EmbeddingStd > 0 && double.IsFinite(EmbeddingStd)))
        {
            yield return $"initialization.embeddingStd must be above 0, not {EmbeddingStd}";
        }

        if (!(OffsetHeads >= 0 && double.IsFinite(OffsetHeads)))
        {
            yield return $"initialization.offsetHeads must be 0 or above, not {OffsetHeads}";
        }

        if (OffsetHeads > 0 && biases != Biases.All)
        {
            yield return $"initialization.offsetHeads sets the query and key biases, so it needs biases All, not {biases}";
        }
    }
}

/// <summary>How the standard deviation of a linear layer's first weights is chosen.</summary>
public enum InitializationKind
{
    /// <summary>1 / sqrt(number of inputs), so that the size of activations does not depend on the width.</summary>
    FanIn,

    /// <summary>The same number everywhere, <see cref="Initialization.NormalStd"/>, as GPT-2 does.</summary>
    Normal,
}
