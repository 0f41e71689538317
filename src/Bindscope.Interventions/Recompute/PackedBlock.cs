using Bindscope.Model;
using static TorchSharp.torch;

namespace Bindscope.Interventions.Recompute;

/// <summary>One block's weights, arranged for <see cref="PackedLinear"/>.</summary>
internal sealed class PackedBlock : IDisposable
{
    /// <summary>Copies the weights of a layer, 1-based.</summary>
    internal PackedBlock(Transformer model, int layer)
    {
        string prefix = $"layers.{layer}.";
        AttentionNorm = Norm("attention_norm");
        (Tensor weight, Tensor? bias) = Pair("attention.qkv");
        Queries = Third(0);
        Keys = Third(1);
        Values = Third(2);
        AttentionOutput = Linear("attention.output");
        MlpNorm = Norm("mlp_norm");
        MlpInput = Linear("mlp.input");
        MlpOutput = Linear("mlp.output");

        PackedLinear Third(int part)
        {
            long width = weight.size(0) / 3;
            using Tensor rows = weight.narrow(0, part * width, width);
            using Tensor? numbers = bias?.narrow(0, part * width, width);
            return new PackedLinear(rows, numbers);
        }

        PackedNorm Norm(string name) => new(Pair(name).Weight, Pair(name).Bias);

        PackedLinear Linear(string name) => new(Pair(name).Weight, Pair(name).Bias);

        (Tensor Weight, Tensor? Bias) Pair(string name) =>
            (model.Parameters[prefix + name + ".weight"], model.Parameters.Optional(prefix + name + ".bias"));
    }

    internal PackedNorm AttentionNorm { get; }

    internal PackedLinear Queries { get; }

    internal PackedLinear Keys { get; }

    internal PackedLinear Values { get; }

    internal PackedLinear AttentionOutput { get; }

    internal PackedNorm MlpNorm { get; }

    internal PackedLinear MlpInput { get; }

    internal PackedLinear MlpOutput { get; }

    public void Dispose()
    {
        AttentionNorm.Dispose();
        Queries.Dispose();
        Keys.Dispose();
        Values.Dispose();
        AttentionOutput.Dispose();
        MlpNorm.Dispose();
        MlpInput.Dispose();
        MlpOutput.Dispose();
    }
}
