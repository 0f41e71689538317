using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Tests.Model;

public sealed class DropoutTests
{
    private static readonly ModelSpec Spec = Samples.Spec(dropout: 0.3);

    [Fact]
    public void EvaluationDropsNothing()
    {
        Transformer dropping = Samples.Model(Spec, 1);
        Transformer without = Samples.Model(Spec with { Dropout = 0 }, 1);
        int[] tokens = Samples.Tokens(Spec, 8, 1);
        var layout = new SequenceLayout(8);
        Assert.Equal(Samples.Bytes(without.Residual(tokens, layout)), Samples.Bytes(dropping.Residual(tokens, layout)));
        Assert.NotEqual(Samples.Bytes(dropping.Residual(tokens, layout)), Run(dropping, tokens, new Dropouts(0.3, 5, 0)));
    }

    [Fact]
    public void TheSeedDecidesWhatIsDropped()
    {
        Transformer model = Samples.Model(Spec, 2);
        int[] tokens = Samples.Tokens(Spec, 8, 1);
        byte[] first = Run(model, tokens, new Dropouts(0.3, 5, 0));
        Assert.Equal(first, Run(model, tokens, new Dropouts(0.3, 5, 0)));
        Assert.NotEqual(first, Run(model, tokens, new Dropouts(0.3, 6, 0)));
        Assert.NotEqual(first, Run(model, tokens, new Dropouts(0.3, 5, 1)));
    }

    [Fact]
    public void PartsOfABatchDropWhatTheWholeDoes()
    {
        Transformer model = Samples.Model(Spec, 2);
        int[] tokens = Samples.Tokens(Spec, 24, 1);
        byte[] parts = [.. Run(model, tokens[..8], new Dropouts(0.3, 5, 0)), .. Run(model, tokens[8..], new Dropouts(0.3, 5, 1))];
        Assert.Equal(Run(model, tokens, new Dropouts(0.3, 5, 0)), parts);
    }

    [Fact]
    public void WhatIsKeptIsScaledSoThatTheMeanStays()
    {
        var values = new float[200_000];
        values.AsSpan().Fill(1);
        new DropoutMask(0.25, 3).Apply(values, 0);
        Assert.All(values.Distinct(), value => Assert.True(value == 0 || Math.Abs(value - (1 / 0.75)) < 1e-6));
        Assert.InRange(values.Average(), 0.99, 1.01);
    }

    [Fact]
    public unsafe void TheGradientIsThatOfWhatWasKept()
    {
        ModelSpec spec = Samples.Spec(layers: 1, heads: 2, headWidth: 2, width: 4, mlp: 5, vocabulary: 3, dropout: 0.3);
        var layout = new SequenceLayout(6);
        Transformer model = Samples.Model(spec, 7);
        int[] tokens = Samples.Tokens(spec, 12, 8);
        Tensor direction = Samples.Normal(9, 12, spec.Width);
        model.PackForGradients();
        var pass = new Pass(model, keep: true);
        var gradient = new Tensor(model.Parameters.Flat.Length);
        Sum();
        pass.DNormalized.CopyFrom(direction);
        pass.Backward(null, gradient.Pointer);

        // The model itself, in float32, is all that knows what was dropped.
        const float Step = 1e-2f;
        float[] weights = model.Parameters.Flat.ToArray();
        int last = (int)model.Parameters.Start("unembedding.weight");
        double[] expected = [.. Enumerable.Range(0, last).Select(i => (Moved(i, Step) - Moved(i, -Step)) / (2 * Step))];
        Samples.Agree(expected, Samples.Values(gradient.Slice(0, last)), "gradient", 2e-2);

        double Moved(int i, float by)
        {
            float before = weights[i];
            weights[i] += by;
            model.Parameters.WriteAll(weights);
            weights[i] = before;
            return Sum();
        }

        double Sum()
        {
            model.PackForGradients();
            pass.Embed(tokens, layout, new Dropouts(spec.Dropout, 11, 0));
            pass.Forward(null);
            return pass.Normalized.Values.ToArray().Zip(direction.Values.ToArray(), (a, b) => (double)a * b).Sum();
        }
    }

    private static byte[] Run(Transformer model, int[] tokens, Dropouts dropouts)
    {
        model.Pack();
        var pass = new Pass(model, keep: false);
        pass.Embed(tokens, new SequenceLayout(8), dropouts);
        pass.Forward(null);
        return Samples.Bytes(pass.Normalized.Beginning(tokens.Length, Spec.Width));
    }
}
