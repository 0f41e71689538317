using Bindscope.Model;
using Bindscope.Tests.Reference;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Tests.Model;

/// <summary>Gradients against central differences of the reference, which knows nothing of autograd.</summary>
public sealed class GradientTests
{
    [Theory]
    [InlineData(Biases.None)]
    [InlineData(Biases.LayerNorm)]
    [InlineData(Biases.All)]
    public void EveryWeightsGradientAgreesWithFiniteDifferences(Biases biases)
    {
        using DisposeScope scope = NewDisposeScope();
        ModelSpec spec = Samples.Spec(layers: 1, heads: 2, headWidth: 2, width: 4, mlp: 5, vocabulary: 3, biases: biases);
        var layout = new SequenceLayout(3, 2, 2);
        using Transformer model = Samples.Model(spec, 11);
        int[] tokens = Samples.Tokens(spec, layout.Length, 12);
        Tensor target = tensor(Samples.Tokens(spec, layout.Length, 13), ScalarType.Int64);

        model.Parameters.RequireGradients(true);
        Tensor logits = model.Unembed(model.Residual(Samples.Batch(tokens, 1), layout));
        Tensor loss = nn.functional.cross_entropy(logits.view(-1, spec.Vocabulary), target, reduction: nn.Reduction.Sum);
        IList<Tensor> gradients = autograd.grad([loss], [.. model.Parameters.Named.Select(pair => pair.Value)]);

        var weights = model.Parameters.Named.ToDictionary(pair => pair.Name, pair => Samples.Values(pair.Value), StringComparer.Ordinal);
        int[] targets = Samples.Tokens(spec, layout.Length, 13);
        for (int i = 0; i < gradients.Count; i++)
        {
            string name = model.Parameters.Named[i].Name;
            double[] differences = [.. Enumerable.Range(0, weights[name].Length).Select(element => Difference(weights[name], element))];
            Samples.Agree(differences, Samples.Values(gradients[i]), name, 1e-3);
        }

        double Difference(double[] values, int element)
        {
            const double Step = 1e-4;
            double before = values[element];
            values[element] = before + Step;
            double above = Loss();
            values[element] = before - Step;
            double below = Loss();
            values[element] = before;
            return (above - below) / (2 * Step);
        }

        double Loss()
        {
            var reference = new ReferenceTransformer(spec, weights);
            double[] all = reference.Run(tokens, layout.Prefix, layout.SegmentLength)[new Site(SiteKind.Logits, 0)];
            return all.Chunk(spec.Vocabulary).Select((row, at) => -Math.Log(ReferenceMath.Softmax(row)[targets[at]])).Sum();
        }
    }
}
