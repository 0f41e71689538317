using Bindscope.Errors;
using Bindscope.Model;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Tests.Model;

public sealed class LayoutTests
{
    [Fact]
    public void ASegmentGivesWhatPrefixAndSegmentAloneGive() => Samples.Cases
        .Where(sample => sample.Layout.Segments > 0)
        .Sample(
            sample =>
            {
                using DisposeScope scope = NewDisposeScope();
                (ModelSpec spec, SequenceLayout layout, int rows, ulong seed) = sample;
                using Transformer model = Samples.Model(spec, seed);
                Tensor tokens = Samples.Batch(Samples.Tokens(spec, rows * layout.Length, seed), rows);
                Tensor together = model.Unembed(model.Residual(tokens, layout));
                Tensor prefix = tokens.narrow(1, 0, layout.Prefix);
                for (int segment = 0; segment < layout.Segments; segment++)
                {
                    int start = layout.Prefix + (segment * layout.SegmentLength);
                    Tensor alone = model.Forward(cat([prefix, tokens.narrow(1, start, layout.SegmentLength)], 1));
                    Samples.Agree(
                        Samples.Values(alone.narrow(1, layout.Prefix, layout.SegmentLength)),
                        Samples.Values(together.narrow(1, start, layout.SegmentLength)),
                        $"segment {segment}");
                }
            },
            iter: 40,
            threads: 1);

    [Fact]
    public void ATokenNeverReachesAnEarlierOne()
    {
        using DisposeScope scope = NewDisposeScope();
        ModelSpec spec = Samples.Spec();
        using Transformer model = Samples.Model(spec, 7);
        int[] tokens = Samples.Tokens(spec, 10, 7);
        double[] before = Samples.Values(model.Forward(Samples.Batch(tokens, 1)));
        tokens[6] = (tokens[6] + 1) % spec.Vocabulary;
        double[] after = Samples.Values(model.Forward(Samples.Batch(tokens, 1)));
        Samples.Agree(before[..(6 * spec.Vocabulary)], after[..(6 * spec.Vocabulary)], "earlier logits", 1e-6);
        Assert.NotEqual(before[(6 * spec.Vocabulary)..], after[(6 * spec.Vocabulary)..]);
    }

    [Fact]
    public void MorePositionsThanTheSpecAcceptsAreRefused()
    {
        using DisposeScope scope = NewDisposeScope();
        ModelSpec spec = Samples.Spec() with { Positions = 8 };
        using Transformer model = Samples.Model(spec, 8);
        model.Forward(zeros(1, 8, ScalarType.Int64));
        model.Residual(zeros(1, 14, ScalarType.Int64), new SequenceLayout(5, 3, 3));
        var error = Assert.Throws<UserException>(() => model.Forward(zeros(1, 9, ScalarType.Int64)));
        Assert.Contains("9 positions", error.Message, StringComparison.Ordinal);
        Assert.Throws<UserException>(() => model.Residual(zeros(1, 14, ScalarType.Int64), new SequenceLayout(6, 2, 4)));
    }

    [Fact]
    public void TokensThatDoNotFitTheLayoutAreAnArgumentError()
    {
        using DisposeScope scope = NewDisposeScope();
        using Transformer model = Samples.Model(Samples.Spec(), 9);
        Assert.Throws<ArgumentException>(() => model.Residual(zeros(1, 9, ScalarType.Int64), new SequenceLayout(8)));
    }
}
