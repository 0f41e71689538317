using Bindscope.Model;
using Bindscope.Tests.Reference;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Tests.Model;

/// <summary>The model against the Transformer in double[] loops.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void EverySiteAgreesWithTheReference() => Samples.Cases.Sample(
        sample =>
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGrad = no_grad();
            (ModelSpec spec, SequenceLayout layout, int rows, ulong seed) = sample;
            using Transformer model = Samples.Model(spec, seed);
            using FunctionTap tap = FunctionTap.Recorder();
            int[] tokens = Samples.Tokens(spec, rows * layout.Length, seed);
            Tensor logits = model.Unembed(model.Residual(Samples.Batch(tokens, rows), layout, tap: tap));

            ReferenceTransformer reference = Samples.Reference(model);
            for (int row = 0; row < rows; row++)
            {
                Dictionary<Site, double[]> expected =
                    reference.Run(tokens[(row * layout.Length)..((row + 1) * layout.Length)], layout.Prefix, layout.SegmentLength);
                foreach (Site site in Samples.Sites(spec))
                {
                    Tensor actual = site.Kind == SiteKind.Logits ? logits : tap.Seen[site];
                    Samples.Agree(expected[site], Samples.Values(actual[row]), $"{site}, row {row}");
                }
            }
        },
        iter: 60,
        threads: 1);

    [Fact]
    public void TheUntappedPassAgreesWithTheReference() => Samples.Cases.Sample(
        sample =>
        {
            using DisposeScope scope = NewDisposeScope();
            (ModelSpec spec, SequenceLayout layout, _, ulong seed) = sample;
            using Transformer model = Samples.Model(spec, seed);
            int[] tokens = Samples.Tokens(spec, layout.Length, seed);
            Tensor logits = model.Unembed(model.Residual(Samples.Batch(tokens, 1), layout));
            Dictionary<Site, double[]> expected = Samples.Reference(model).Run(tokens, layout.Prefix, layout.SegmentLength);
            Samples.Agree(expected[new Site(SiteKind.Logits, 0)], Samples.Values(logits), "logits");
        },
        iter: 60,
        threads: 1);

    [Fact]
    public void AReplacementAtAnySiteReachesTheLogitsAsInTheReference() => Samples.Specs.Sample(
        spec =>
        {
            const int Length = 5;
            using DisposeScope scope = NewDisposeScope();
            using Transformer model = Samples.Model(spec, 5);
            int[] tokens = Samples.Tokens(spec, Length, 6);
            Tensor batch = Samples.Batch(tokens, 1);
            using FunctionTap recorder = FunctionTap.Recorder();
            double[] untouched = Samples.Values(model.Forward(batch, recorder));
            ReferenceTransformer reference = Samples.Reference(model);
            foreach (Site site in Samples.Sites(spec))
            {
                Tensor replacement = recorder.Seen[site] * 0.5 + 0.25;
                using FunctionTap tap = FunctionTap.Replacing(site, replacement);
                double[] actual = Samples.Values(model.Forward(batch, tap));
                double[] expected = reference.Run(
                    tokens, Length, 0, (at, value) => at == site ? Samples.Values(replacement) : value)[new Site(SiteKind.Logits, 0)];
                Samples.Agree(expected, actual, $"logits after {site}");
                Assert.False(actual.SequenceEqual(untouched), $"{site} had no effect");
            }
        },
        iter: 15,
        threads: 1);
}
