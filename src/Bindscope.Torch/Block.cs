using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Bindscope.Torch;

/// <summary>
/// One block, as the steps that a forward pass is made of. Each is a function of its arguments and the weights alone, so a block can
/// also be run from a stored residual stream, for some tokens only, with keys and values from elsewhere.
/// B rows, T tokens, S keys, H heads, K head width, D width, M MLP width.
/// </summary>
public sealed class Block
{
    private readonly long[] normShape;
    private readonly Tensor attentionNorm;
    private readonly Tensor? attentionNormBias;
    private readonly Tensor qkvWeight;
    private readonly Tensor? qkvBias;
    private readonly Tensor outputWeight;
    private readonly Tensor? outputBias;
    private readonly Tensor mlpNorm;
    private readonly Tensor? mlpNormBias;
    private readonly Tensor mlpInput;
    private readonly Tensor? mlpInputBias;
    private readonly Tensor mlpOutput;
    private readonly Tensor? mlpOutputBias;

    internal Block(ModelSpec spec, Parameters parameters, int layer)
    {
        Layer = layer;
        Heads = spec.Heads;
        HeadWidth = spec.HeadWidth;
        normShape = [spec.Width];
        string prefix = $"layers.{layer}.";
        (attentionNorm, attentionNormBias) = Pair("attention_norm");
        (qkvWeight, qkvBias) = Pair("attention.qkv");
        (outputWeight, outputBias) = Pair("attention.output");
        (mlpNorm, mlpNormBias) = Pair("mlp_norm");
        (mlpInput, mlpInputBias) = Pair("mlp.input");
        (mlpOutput, mlpOutputBias) = Pair("mlp.output");

        (Tensor Weight, Tensor? Bias) Pair(string name) =>
            (parameters[prefix + name + ".weight"], parameters.Optional(prefix + name + ".bias"));
    }

    /// <summary>1-based.</summary>
    public int Layer { get; }

    internal int Heads { get; }

    internal int HeadWidth { get; }

    /// <summary>The residual stream as attention reads it.</summary>
    /// <param name="residual">What enters the block, [...,D].</param>
    /// <returns>Normalized, [...,D].</returns>
    public Tensor AttentionInput(Tensor residual) =>
        F.layer_norm(residual, normShape, attentionNorm, attentionNormBias, Transformer.NormEpsilon);

    /// <summary>Queries, keys and values side by side, before the rotary embedding.</summary>
    /// <param name="normalized">Of <see cref="AttentionInput"/>, [...,D].</param>
    /// <returns>[...,3*H*K]: queries, keys, values, each head by head.</returns>
    public Tensor QueriesKeysValues(Tensor normalized) => Linear.Apply(normalized, qkvWeight, qkvBias);

    /// <summary>The same, apart.</summary>
    /// <param name="qkv">Of <see cref="QueriesKeysValues"/>, [B,T,3*H*K].</param>
    /// <returns>Queries, keys and values, [B,T,H,K] each; views.</returns>
    public (Tensor Queries, Tensor Keys, Tensor Values) Split(Tensor qkv)
    {
        Tensor[] parts = qkv.view(qkv.size(0), qkv.size(1), 3 * Heads, HeadWidth).split(Heads, 2);
        return (parts[0], parts[1], parts[2]);
    }

    /// <summary>What attention adds to the residual stream: the sum of the heads' contributions and the output bias.</summary>
    /// <param name="z">Mixed values, head by head, [...,H*K].</param>
    /// <returns>[...,D].</returns>
    public Tensor AttentionOut(Tensor z) => Linear.Apply(z, outputWeight, outputBias);

    /// <summary>Each head's contribution to the residual stream.</summary>
    /// <param name="z">Mixed values, [B,T,H,K].</param>
    /// <returns>[B,T,H,D], without the output bias.</returns>
    public Tensor HeadContributions(Tensor z)
    {
        Tensor perHead = outputWeight.view(-1, Heads, HeadWidth).permute(1, 2, 0); // [H, K, D]
        return matmul(z.unsqueeze(3), perHead).squeeze(3); // [B, T, H, 1, K] x [H, K, D] -> [B, T, H, D]
    }

    /// <summary>What attention adds, from the heads' contributions.</summary>
    /// <param name="contributions">Of <see cref="HeadContributions"/>, [B,T,H,D].</param>
    /// <returns>[B,T,D].</returns>
    public Tensor SumOfHeads(Tensor contributions)
    {
        Tensor sum = contributions.sum(2);
        return outputBias is null ? sum : sum + outputBias;
    }

    /// <summary>The MLP's hidden layer.</summary>
    /// <param name="residual">Between attention and MLP, [...,D].</param>
    /// <returns>After the activation function, [...,M].</returns>
    public Tensor MlpHidden(Tensor residual)
    {
        Tensor normalized = F.layer_norm(residual, normShape, mlpNorm, mlpNormBias, Transformer.NormEpsilon);
        return F.gelu(Linear.Apply(normalized, mlpInput, mlpInputBias));
    }

    /// <summary>What the MLP adds to the residual stream.</summary>
    /// <param name="hidden">Of <see cref="MlpHidden"/>, [...,M].</param>
    /// <returns>[...,D].</returns>
    public Tensor MlpOut(Tensor hidden) => Linear.Apply(hidden, mlpOutput, mlpOutputBias);
}
