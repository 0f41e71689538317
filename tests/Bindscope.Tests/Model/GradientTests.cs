using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Tests.Reference;
using CsCheck;

namespace Bindscope.Tests.Model;

/// <summary>Gradients against central differences of the reference in double precision, which knows nothing of them.</summary>
public sealed class GradientTests
{
    private const double Tolerance = 1e-5;
    private const double Step = 1e-6;

    [Theory]
    [InlineData(Biases.None)]
    [InlineData(Biases.LayerNorm)]
    [InlineData(Biases.All)]
    public unsafe void EveryWeightsGradientAgreesWithFiniteDifferences(Biases biases)
    {
        ModelSpec spec = Samples.Spec(layers: 2, heads: 2, headWidth: 2, width: 4, mlp: 5, vocabulary: 3, biases: biases);
        var layout = new SequenceLayout(3, 2, 2);
        const int Rows = 2;
        Transformer model = Samples.Model(spec, 11);
        int[] tokens = Samples.Tokens(spec, Rows * layout.Length, 12);
        Tensor direction = Samples.Normal(13, Rows * layout.Length, spec.Vocabulary);

        model.PackForGradients();
        var pass = new Pass(model, keep: true);
        pass.Embed(tokens, layout);
        pass.Forward(null);
        var gradient = new Tensor(model.Parameters.Flat.Length);
        model.Unembedding.Backward(pass.Normalized, direction, pass.Tokens, pass.DNormalized, gradient.Pointer);
        pass.Backward(null, gradient.Pointer);

        var weights = model.Parameters.Names.ToDictionary(name => name, name => Samples.Values(model.Parameters[name]), StringComparer.Ordinal);
        foreach (string name in model.Parameters.Names)
        {
            double[] values = weights[name];
            double[] expected = [.. Enumerable.Range(0, values.Length).Select(element => Difference(values, element))];
            Samples.Agree(expected, Samples.Values(gradient.Slice((int)model.Parameters.Start(name), values.Length)), name, Tolerance);
        }

        double Difference(double[] values, int element)
        {
            double before = values[element];
            values[element] = before + Step;
            double above = Projection(new ReferenceTransformer(spec, weights), tokens, layout, direction);
            values[element] = before - Step;
            double below = Projection(new ReferenceTransformer(spec, weights), tokens, layout, direction);
            values[element] = before;
            return (above - below) / (2 * Step);
        }
    }

    [Fact]
    public void TheGradientAtEverySiteAgreesWithFiniteDifferences() => Samples.Cases.Sample(
        sample =>
        {
            (ModelSpec spec, SequenceLayout layout, int rows, ulong seed) = sample;
            Transformer model = Samples.Model(spec, seed);
            int[] tokens = Samples.Tokens(spec, rows * layout.Length, seed);
            Tensor direction = Samples.Normal(seed + 1, rows * layout.Length, spec.Vocabulary);
            using Trace trace = model.Trace(tokens, layout);
            FunctionTap tap = FunctionTap.Recorder();
            trace.Backward([.. Enumerable.Range(0, rows * layout.Length)], direction, tap);
            ReferenceTransformer reference = Samples.Reference(model);
            var random = new Random((int)seed);
            foreach (Site site in Samples.Sites(spec).SkipLast(1))
            {
                double[] actual = Samples.Values(tap.Seen[site]);
                int at = random.Next(actual.Length);
                int perRow = actual.Length / rows;
                double expected = (Moved(Step) - Moved(-Step)) / (2 * Step);
                // Rounding is relative to the largest entry of the site, as it is where whole tensors are compared.
                double largest = actual.Max(Math.Abs);
                Samples.Agree([double.IsNaN(expected) ? 0 : expected, largest], [actual[at], largest], $"{site}[{at}]", Tolerance);

                double Moved(double by) => Projection(reference, tokens, layout, direction, (row, here, value) =>
                {
                    if (here != site || row != at / perRow)
                    {
                        return value;
                    }

                    var moved = (double[])value.Clone();
                    moved[at % perRow] += by;
                    return moved;
                });
            }
        },
        iter: 40,
        threads: 1);

    [Fact]
    public void FusedAttentionsGradientIsThatOfAttentionStepByStep() => Samples.Cases.Sample(
        sample =>
        {
            (ModelSpec spec, SequenceLayout layout, int rows, ulong seed) = sample;
            Transformer model = Samples.Model(spec, seed);
            using Trace trace = model.Trace(Samples.Tokens(spec, rows * layout.Length, seed), layout);
            Tensor direction = Samples.Normal(seed + 1, rows, layout.Length, spec.Width);
            var first = new Site(SiteKind.ResidualIn, 1);
            FunctionTap inside = FunctionTap.Recorder();
            trace.Backward(direction, inside);
            var outside = new FunctionTap(site => site == first, (_, _) => null);
            trace.Backward(direction, outside);
            Samples.Agree(Samples.Values(inside.Seen[first]), Samples.Values(outside.Seen[first]), $"{first}", Tolerance);
        },
        iter: 40,
        threads: 1);

    [Fact]
    public void WhatAGradientTapSendsOnIsWhatEarlierSitesGet()
    {
        ModelSpec spec = Samples.Spec(layers: 2);
        var layout = new SequenceLayout(5);
        Transformer model = Samples.Model(spec, 3);
        using Trace trace = model.Trace(Samples.Tokens(spec, 10, 3), layout);
        Tensor direction = Samples.Normal(4, 2, layout.Length, spec.Width);
        var first = new Site(SiteKind.ResidualIn, 1);
        FunctionTap untouched = FunctionTap.Recorder();
        trace.Backward(direction, untouched);
        foreach (Site site in Samples.Sites(spec).SkipLast(1).Where(site => site.Layer == 2))
        {
            var same = new FunctionTap(_ => true, (at, value) => at == site ? value.Clone() : null);
            trace.Backward(direction, same);
            Samples.Agree(Samples.Values(untouched.Seen[first]), Samples.Values(same.Seen[first]), $"sent on at {site}", Tolerance);
            var stopped = new FunctionTap(_ => true, (at, value) => at == site ? new Tensor(value.Shape) : null);
            trace.Backward(direction, stopped);
            bool all = site.Kind is SiteKind.ResidualIn or SiteKind.ResidualMid or SiteKind.ResidualOut;
            Assert.Equal(all, stopped.Seen[first].Values.ToArray().All(value => value == 0));
            Assert.NotEqual(Samples.Values(untouched.Seen[first]), Samples.Values(stopped.Seen[first]));
        }
    }

    [Fact]
    public void ThePiecesAfterTheLastBlockHaveTheirGradients()
    {
        ModelSpec spec = Samples.Spec();
        Transformer model = Samples.Model(spec, 5);
        Tensor residual = Samples.Normal(6, 3, spec.Width);
        Tensor direction = Samples.Normal(7, 3, spec.Vocabulary);
        double[] actual = Samples.Values(model.FinalNormBackward(residual, model.UnembedBackward(direction)));
        (double[] weight, double[] bias) = (Samples.Values(model.Parameters["final_norm.weight"]), Samples.Values(model.Parameters["final_norm.bias"]));
        double[] unembedding = Samples.Values(model.Parameters["unembedding.weight"]);
        double[] values = Samples.Values(residual);
        Samples.Agree([.. Enumerable.Range(0, values.Length).Select(Difference)], actual, "residual", Tolerance);

        double Difference(int element)
        {
            double before = values[element];
            values[element] = before + Step;
            double above = Sum();
            values[element] = before - Step;
            double below = Sum();
            values[element] = before;
            return (above - below) / (2 * Step);
        }

        double Sum() => values.Chunk(spec.Width)
            .SelectMany(row => ReferenceMath.Linear(ReferenceMath.LayerNorm(row, weight, bias), unembedding, null))
            .Zip(Samples.Values(direction), (logit, share) => logit * share).Sum();
    }

    /// <summary>The sum of the logits, each times its number of the direction.</summary>
    private static double Projection(
        ReferenceTransformer reference, int[] tokens, SequenceLayout layout, Tensor direction, Func<int, Site, double[], double[]>? replace = null)
    {
        int rows = tokens.Length / layout.Length;
        int perRow = direction.Length / rows;
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            double[] logits = reference.Run(
                tokens[(row * layout.Length)..((row + 1) * layout.Length)],
                layout.Prefix,
                layout.SegmentLength,
                replace is null ? null : (site, value) => replace(row, site, value))[new Site(SiteKind.Logits, 0)];
            sum += logits.Select((logit, i) => logit * direction.Values[(row * perRow) + i]).Sum();
        }

        return sum;
    }
}
