using Bindscope.Errors;
using Bindscope.Model;
using CsCheck;

namespace Bindscope.Tests.Model;

public sealed class LayoutTests
{
    [Fact]
    public void ASegmentGivesWhatPrefixAndSegmentAloneGive() => Samples.Cases
        .Where(sample => sample.Layout.Segments > 0)
        .Sample(
            sample =>
            {
                (ModelSpec spec, SequenceLayout layout, _, ulong seed) = sample;
                Transformer model = Samples.Model(spec, seed);
                int[] tokens = Samples.Tokens(spec, layout.Length, seed);
                double[] together = Samples.Values(model.Forward(tokens, layout));
                for (int segment = 0; segment < layout.Segments; segment++)
                {
                    int start = layout.Prefix + (segment * layout.SegmentLength);
                    int[] alone = [.. tokens[..layout.Prefix], .. tokens[start..(start + layout.SegmentLength)]];
                    double[] expected = Samples.Values(model.Forward(alone, new SequenceLayout(alone.Length)));
                    Samples.Agree(
                        expected[(layout.Prefix * spec.Vocabulary)..],
                        together[(start * spec.Vocabulary)..((start + layout.SegmentLength) * spec.Vocabulary)],
                        $"segment {segment}",
                        1e-5);
                }
            },
            iter: 40,
            threads: 1);

    [Fact]
    public void ATokenNeverReachesAnEarlierOne()
    {
        ModelSpec spec = Samples.Spec();
        var layout = new SequenceLayout(10);
        Transformer model = Samples.Model(spec, 7);
        int[] tokens = Samples.Tokens(spec, 10, 7);
        double[] before = Samples.Values(model.Forward(tokens, layout));
        tokens[6] = (tokens[6] + 1) % spec.Vocabulary;
        double[] after = Samples.Values(model.Forward(tokens, layout));
        Samples.Agree(before[..(6 * spec.Vocabulary)], after[..(6 * spec.Vocabulary)], "earlier logits", 1e-6);
        Assert.NotEqual(before[(6 * spec.Vocabulary)..], after[(6 * spec.Vocabulary)..]);
    }

    [Fact]
    public void MorePositionsThanTheSpecAcceptsAreRefused()
    {
        ModelSpec spec = Samples.Spec() with { Positions = 8 };
        Transformer model = Samples.Model(spec, 8);
        model.Forward(new int[8], new SequenceLayout(8));
        model.Residual(new int[14], new SequenceLayout(5, 3, 3));
        var error = Assert.Throws<UserException>(() => model.Forward(new int[9], new SequenceLayout(9)));
        Assert.Contains("9 positions", error.Message, StringComparison.Ordinal);
        Assert.Throws<UserException>(() => model.Residual(new int[14], new SequenceLayout(6, 2, 4)));
    }

    [Fact]
    public void TokensThatDoNotFitTheLayoutAreAnArgumentError()
    {
        Transformer model = Samples.Model(Samples.Spec(), 9);
        Assert.Throws<ArgumentException>(() => model.Residual(new int[9], new SequenceLayout(8)));
    }
}
