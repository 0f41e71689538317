using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Tests.Reference;
using CsCheck;

namespace Bindscope.Tests.Model;

/// <summary>The model against the Transformer in double[] loops.</summary>
public sealed class ReferenceTests
{
    private const double Tolerance = 1e-5;

    [Fact]
    public void EverySiteAgreesWithTheReference() => Samples.Cases.Sample(
        sample =>
        {
            (ModelSpec spec, SequenceLayout layout, int rows, ulong seed) = sample;
            Transformer model = Samples.Model(spec, seed);
            FunctionTap tap = FunctionTap.Recorder();
            int[] tokens = Samples.Tokens(spec, rows * layout.Length, seed);
            model.Forward(tokens, layout, tap);
            Tensor untapped = model.Forward(tokens, layout);

            ReferenceTransformer reference = Samples.Reference(model);
            for (int row = 0; row < rows; row++)
            {
                Dictionary<Site, double[]> expected =
                    reference.Run(tokens[(row * layout.Length)..((row + 1) * layout.Length)], layout.Prefix, layout.SegmentLength);
                foreach (Site site in Samples.Sites(spec))
                {
                    Samples.Agree(expected[site], Samples.Values(tap.Seen[site].Part(row)), $"{site}, row {row}", Tolerance);
                }

                Samples.Agree(expected[new Site(SiteKind.Logits, 0)], Samples.Values(untapped.Part(row)), $"untapped, row {row}", Tolerance);
            }
        },
        iter: 80,
        threads: 1);

    [Fact]
    public void AReplacementAtAnySiteReachesTheLogitsAsInTheReference() => Samples.Specs.Sample(
        spec =>
        {
            var layout = new SequenceLayout(5);
            Transformer model = Samples.Model(spec, 5);
            int[] tokens = [.. Enumerable.Range(0, layout.Length).Select(token => token % spec.Vocabulary)];
            FunctionTap recorder = FunctionTap.Recorder();
            double[] untouched = Samples.Values(model.Forward(tokens, layout, recorder));
            ReferenceTransformer reference = Samples.Reference(model);
            foreach (Site site in Samples.Sites(spec))
            {
                Tensor replacement = recorder.Seen[site].Clone();
                foreach (ref float value in replacement.Values)
                {
                    value = (value * 0.5f) + 0.25f;
                }

                double[] actual = Samples.Values(model.Forward(tokens, layout, FunctionTap.Replacing(site, replacement)));
                double[] expected = reference.Run(
                    tokens, layout.Length, 0, (at, value) => at == site ? Samples.Values(replacement) : value)[new Site(SiteKind.Logits, 0)];
                Samples.Agree(expected, actual, $"logits after {site}", Tolerance);
                Assert.False(actual.SequenceEqual(untouched), $"{site} had no effect");
            }
        },
        iter: 20,
        threads: 1);

    [Fact]
    public void ARowHasTheSameBitsInAnyCompany() => Samples.Cases.Sample(
        sample =>
        {
            (ModelSpec spec, SequenceLayout layout, _, ulong seed) = sample;
            const int Rows = 7;
            Transformer model = Samples.Model(spec, seed);
            int[] tokens = Samples.Tokens(spec, Rows * layout.Length, seed);
            Tensor together = model.Forward(tokens, layout);
            for (int row = 0; row < Rows; row++)
            {
                Tensor alone = model.Forward(tokens.AsSpan(row * layout.Length, layout.Length), layout);
                Assert.Equal(Samples.Bytes(together.Part(row)), Samples.Bytes(alone));
            }
        },
        iter: 30,
        threads: 1);
}
