using Bindscope.Errors;
using Bindscope.Model;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Tests.Model;

public sealed class TapTests
{
    [Fact]
    public void ATapThatWantsNothingChangesNoBit() => Samples.Cases.Sample(
        sample =>
        {
            using DisposeScope scope = NewDisposeScope();
            using Transformer model = Samples.Model(sample.Spec, sample.Seed);
            Tensor tokens = Samples.Batch(Samples.Tokens(sample.Spec, sample.Rows * sample.Layout.Length, sample.Seed), sample.Rows);
            using var nothing = new FunctionTap(_ => false, (_, _) => throw new InvalidOperationException());
            byte[] untapped = Samples.Bytes(model.Residual(tokens, sample.Layout));
            Assert.Equal(untapped, Samples.Bytes(model.Residual(tokens, sample.Layout, tap: nothing)));
        },
        iter: 20,
        threads: 1);

    [Fact]
    public void PuttingBackWhatIsThereChangesNoBit()
    {
        using DisposeScope scope = NewDisposeScope();
        ModelSpec spec = Samples.Spec();
        using Transformer model = Samples.Model(spec, 1);
        Tensor tokens = Samples.Batch(Samples.Tokens(spec, 18, 1), 2);
        foreach (Site site in Samples.Sites(spec))
        {
            using var reader = new FunctionTap(wanted => wanted == site, (_, _) => null);
            byte[] read = Samples.Bytes(model.Forward(tokens, reader));
            using FunctionTap writer = FunctionTap.Replacing(site, reader.Seen[site].clone());
            Assert.Equal(read, Samples.Bytes(model.Forward(tokens, writer)));
        }
    }

    [Fact]
    public void StepByStepAttentionAgreesWithFused() => Samples.Cases.Sample(
        sample =>
        {
            using DisposeScope scope = NewDisposeScope();
            using Transformer model = Samples.Model(sample.Spec, sample.Seed);
            Tensor tokens = Samples.Batch(Samples.Tokens(sample.Spec, sample.Rows * sample.Layout.Length, sample.Seed), sample.Rows);
            using FunctionTap recorder = FunctionTap.Recorder();
            double[] stepByStep = Samples.Values(model.Residual(tokens, sample.Layout, tap: recorder));
            Samples.Agree(Samples.Values(model.Residual(tokens, sample.Layout)), stepByStep, "residual");
        },
        iter: 60,
        threads: 1);

    [Fact]
    public void SitesAreVisitedInTheOrderOfThePassAndReplacementsPropagate()
    {
        using DisposeScope scope = NewDisposeScope();
        ModelSpec spec = Samples.Spec();
        using Transformer model = Samples.Model(spec, 2);
        Tensor tokens = Samples.Batch(Samples.Tokens(spec, 9, 2), 1);
        var order = new List<Site>();
        using var tap = new FunctionTap(_ => true, Visit);
        model.Forward(tokens, tap);
        Assert.Equal(Samples.Sites(spec), order);
        Assert.True(tap.Seen[new Site(SiteKind.AttentionOut, 1)].eq(3).all().item<bool>());
        Assert.Equal(
            Samples.Values(tap.Seen[new Site(SiteKind.ResidualIn, 1)] + 3),
            Samples.Values(tap.Seen[new Site(SiteKind.ResidualMid, 1)]));

        Tensor? Visit(Site site, Tensor value)
        {
            order.Add(site);
            return site switch
            {
                // Contributions of 3/heads each, without the output bias: their sum is 3.
                { Kind: SiteKind.AttentionHead, Layer: 1 } =>
                    (full_like(value, 3) - model.Parameters["layers.1.attention.output.bias"]) / spec.Heads,
                { Kind: SiteKind.AttentionOut, Layer: 1 } => Rounded(value),
                _ => null,
            };
        }

        static Tensor Rounded(Tensor value)
        {
            Assert.True((value - 3).abs().max().item<float>() < 1e-5);
            return full_like(value, 3);
        }
    }

    [Fact]
    public void AReplacementOfAnotherShapeIsRefusedByTheSitesName()
    {
        using DisposeScope scope = NewDisposeScope();
        ModelSpec spec = Samples.Spec();
        using Transformer model = Samples.Model(spec, 3);
        Tensor tokens = Samples.Batch(Samples.Tokens(spec, 9, 3), 1);
        foreach (Site site in Samples.Sites(spec))
        {
            using FunctionTap wrong = FunctionTap.Replacing(site, zeros(1, 2));
            var error = Assert.Throws<UserException>(() => model.Forward(tokens, wrong));
            Assert.Contains(site.ToString(), error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WhatATapPutsInStaysItsOwn()
    {
        ModelSpec spec = Samples.Spec();
        using Transformer model = Samples.Model(spec, 4);
        using DisposeScope outer = NewDisposeScope();
        Tensor tokens = Samples.Batch(Samples.Tokens(spec, 9, 4), 1);
        Tensor replacement;
        using (DisposeScope inner = NewDisposeScope())
        {
            replacement = zeros(1, 9, spec.Width);
            using FunctionTap tap = FunctionTap.Replacing(new Site(SiteKind.ResidualOut, 1), replacement);
            model.Forward(tokens, tap);
            Assert.False(replacement.IsInvalid);
        }

        Assert.True(replacement.IsInvalid, "the pass took the replacement out of its owner's scope");
    }
}
