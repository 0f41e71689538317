using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Numerics;
using CsCheck;

namespace Bindscope.Tests.Model;

public sealed class TapTests
{
    private static readonly SequenceLayout Nine = new(9);

    [Fact]
    public void ATapThatWantsNothingChangesNoBit() => Samples.Cases.Sample(
        sample =>
        {
            Transformer model = Samples.Model(sample.Spec, sample.Seed);
            int[] tokens = Samples.Tokens(sample.Spec, sample.Rows * sample.Layout.Length, sample.Seed);
            var nothing = new FunctionTap(_ => false, (_, _) => throw new InvalidOperationException());
            byte[] untapped = Samples.Bytes(model.Residual(tokens, sample.Layout));
            Assert.Equal(untapped, Samples.Bytes(model.Residual(tokens, sample.Layout, nothing)));
        },
        iter: 20,
        threads: 1);

    [Fact]
    public void PuttingBackWhatIsThereChangesNoBit()
    {
        ModelSpec spec = Samples.Spec();
        Transformer model = Samples.Model(spec, 1);
        int[] tokens = Samples.Tokens(spec, 18, 1);
        foreach (Site site in Samples.Sites(spec))
        {
            var reader = new FunctionTap(wanted => wanted == site, (_, _) => null);
            byte[] read = Samples.Bytes(model.Forward(tokens, Nine, reader));
            FunctionTap writer = FunctionTap.Replacing(site, reader.Seen[site]);
            Assert.Equal(read, Samples.Bytes(model.Forward(tokens, Nine, writer)));
        }
    }

    [Fact]
    public void SitesAreVisitedInTheOrderOfThePassAndReplacementsPropagate()
    {
        ModelSpec spec = Samples.Spec();
        Transformer model = Samples.Model(spec, 2);
        var order = new List<Site>();
        var tap = new FunctionTap(_ => true, Visit);
        model.Forward(Samples.Tokens(spec, 9, 2), Nine, tap);
        Assert.Equal(Samples.Sites(spec), order);
        Assert.All(tap.Seen[new Site(SiteKind.AttentionOut, 1)].Values.ToArray(), value => Assert.Equal(3, value, 1e-5f));
        Assert.Equal(
            Samples.Values(tap.Seen[new Site(SiteKind.ResidualIn, 1)]).Select(value => (double)((float)value + 3)),
            Samples.Values(tap.Seen[new Site(SiteKind.ResidualMid, 1)]));

        Tensor? Visit(Site site, Tensor value)
        {
            order.Add(site);
            return site switch
            {
                // Contributions of 3/heads each, without the output bias: their sum is 3.
                { Kind: SiteKind.AttentionHead, Layer: 1 } => Shares(value),
                { Kind: SiteKind.AttentionOut, Layer: 1 } => Filled(value, 3),
                _ => null,
            };
        }

        Tensor Shares(Tensor value)
        {
            Tensor bias = model.Parameters["layers.1.attention.output.bias"];
            var shares = new Tensor(value.Shape);
            for (int i = 0; i < shares.Length; i++)
            {
                shares.Values[i] = (3 - bias.Values[i % spec.Width]) / spec.Heads;
            }

            return shares;
        }
    }

    [Fact]
    public void AReplacementOfAnotherShapeIsRefusedByTheSitesName()
    {
        ModelSpec spec = Samples.Spec();
        Transformer model = Samples.Model(spec, 3);
        foreach (Site site in Samples.Sites(spec))
        {
            FunctionTap wrong = FunctionTap.Replacing(site, new Tensor(1, 2));
            var error = Assert.Throws<UserException>(() => model.Forward(Samples.Tokens(spec, 9, 3), Nine, wrong));
            Assert.Contains(site.ToString(), error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WhatATapPutsInStaysAsItIs()
    {
        ModelSpec spec = Samples.Spec();
        Transformer model = Samples.Model(spec, 4);
        foreach (Site site in Samples.Sites(spec))
        {
            FunctionTap recorder = FunctionTap.Recorder();
            model.Forward(Samples.Tokens(spec, 9, 4), Nine, recorder);
            Tensor replacement = Filled(recorder.Seen[site], 0.5f);
            model.Forward(Samples.Tokens(spec, 9, 4), Nine, FunctionTap.Replacing(site, replacement));
            Assert.All(replacement.Values.ToArray(), value => Assert.Equal(0.5f, value));
        }
    }

    private static Tensor Filled(Tensor like, float value)
    {
        var filled = new Tensor(like.Shape);
        filled.Values.Fill(value);
        return filled;
    }
}
