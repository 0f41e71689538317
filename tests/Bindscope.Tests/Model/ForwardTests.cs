using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Tests.Model;

public sealed class ForwardTests
{
    [Fact]
    public void ManyThreadsOverTheSameWeightsGetTheSameLogitsAndGradientsAsOne()
    {
        ModelSpec spec = Samples.Spec();
        Transformer model = Samples.Model(spec, 2);
        byte[] expected = Pass();
        var results = new byte[3][];
        Thread[] threads = [.. Enumerable.Range(0, results.Length).Select(i => new Thread(() =>
        {
            for (int repeat = 0; repeat < 50; repeat++)
            {
                results[i] = Pass();
                if (!results[i].SequenceEqual(expected))
                {
                    return;
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(results, actual => Assert.Equal(expected, actual));

        byte[] Pass()
        {
            var layout = new SequenceLayout(6, 3, 2);
            int[] tokens = Samples.Tokens(spec, 24, 2);
            using Trace trace = model.Trace(tokens, layout);
            var first = new Site(SiteKind.ResidualIn, 1);
            var tap = new FunctionTap(site => site == first, (_, _) => null);
            trace.Backward(Samples.Normal(3, 2, layout.Length, spec.Width), tap);
            return [.. Samples.Bytes(model.Forward(tokens, layout)), .. Samples.Bytes(tap.Seen[first])];
        }
    }

    [Fact]
    public void APassFromAStoredResidualGivesTheSameBytes()
    {
        ModelSpec spec = Samples.Spec(layers: 3);
        Transformer model = Samples.Model(spec, 4);
        var recorder = new FunctionTap(site => site.Kind is SiteKind.ResidualIn or SiteKind.ResidualOut, (_, _) => null);
        var layout = new SequenceLayout(4, 2, 3);
        byte[] whole = Samples.Bytes(model.Residual(Samples.Tokens(spec, 20, 4), layout, recorder));
        for (int layer = 1; layer <= spec.Layers; layer++)
        {
            Tensor entering = recorder.Seen[new Site(SiteKind.ResidualIn, layer)];
            Assert.Equal(whole, Samples.Bytes(model.ResidualFrom(layer, entering, layout)));
            using Trace trace = model.TraceFrom(layer, entering, layout);
            Assert.Equal(whole, Samples.Bytes(trace.Residual));
        }

        Tensor last = recorder.Seen[new Site(SiteKind.ResidualOut, spec.Layers)];
        Assert.Equal(whole, Samples.Bytes(model.ResidualFrom(spec.Layers + 1, last, layout)));
        Assert.Equal(whole, Samples.Bytes(model.FinalNorm(last)));
    }

    [Fact]
    public void TheGradientFromAStoredResidualIsThatOfTheWholePass()
    {
        ModelSpec spec = Samples.Spec(layers: 3);
        Transformer model = Samples.Model(spec, 5);
        var layout = new SequenceLayout(7);
        var site = new Site(SiteKind.ResidualIn, 2);
        var recorder = new FunctionTap(at => at == site, (_, _) => null);
        Tensor direction = Samples.Normal(6, 2, layout.Length, spec.Width);
        using Trace whole = model.Trace(Samples.Tokens(spec, 14, 5), layout, recorder);
        using Trace part = model.TraceFrom(2, recorder.Seen[site], layout);
        Assert.Equal(Gradient(whole), Gradient(part));

        byte[] Gradient(Trace trace)
        {
            var tap = new FunctionTap(at => at == site, (_, _) => null);
            trace.Backward(direction, tap);
            return Samples.Bytes(tap.Seen[site]);
        }
    }

    [Fact]
    public void ATraceThatWasGivenBackIsOfNoUse()
    {
        ModelSpec spec = Samples.Spec();
        Transformer model = Samples.Model(spec, 6);
        Trace trace = model.Trace(Samples.Tokens(spec, 5, 6), new SequenceLayout(5));
        trace.Dispose();
        Assert.Throws<ObjectDisposedException>(() => trace.Backward(new Tensor(1, 5, spec.Width), FunctionTap.Recorder()));
    }
}
