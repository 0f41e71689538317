using Bindscope.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Tests.Model;

public sealed class ForwardTests
{
    [Fact]
    public void AThousandPassesLeaveNoTensorBehind()
    {
        ModelSpec spec = Samples.Spec(layers: 1);
        using Transformer model = Samples.Model(spec, 1);
        int[] tokens = Samples.Tokens(spec, 8, 1);
        Pass(FunctionTap.Recorder());
        ThreadDisposeScopeStatistics statistics = DisposeScopeManager.Statistics;
        long before = statistics.ThreadTotalLiveCount;
        for (int pass = 0; pass < 1_000; pass++)
        {
            Pass(pass % 2 == 0 ? null : FunctionTap.Recorder());
        }

        Assert.Equal(before, statistics.ThreadTotalLiveCount);

        void Pass(FunctionTap? tap)
        {
            using DisposeScope scope = NewDisposeScope();
            using (tap)
            {
                model.Forward(Samples.Batch(tokens, 1), tap);
            }
        }
    }

    /// <summary>
    /// libtorch counts its own threads for each calling thread by itself, and their number decides the order of its sums: bytes can
    /// only be compared where it is the same.
    /// </summary>
    [Fact]
    public void TwoThreadsOverTheSameWeightsGetTheSameGradientsAsOne()
    {
        ModelSpec spec = Samples.Spec();
        using Transformer model = Samples.Model(spec, 2);
        model.Parameters.RequireGradients(true);
        byte[] expected = [];
        var one = new Thread(() => expected = Gradient());
        one.Start();
        one.Join();
        var threads = new List<Thread>();
        var results = new byte[2][];
        for (int i = 0; i < 2; i++)
        {
            int at = i;
            threads.Add(new Thread(() =>
            {
                for (int repeat = 0; repeat < 20; repeat++)
                {
                    results[at] = Gradient();
                    if (!results[at].SequenceEqual(expected))
                    {
                        return;
                    }
                }
            }));
        }

        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.All(results, actual => Assert.Equal(expected, actual));

        byte[] Gradient()
        {
            set_num_threads(1);
            using DisposeScope scope = NewDisposeScope();
            Tensor tokens = Samples.Batch(Samples.Tokens(spec, 24, 2), 2);
            Tensor loss = model.Residual(tokens, new SequenceLayout(6, 3, 2)).square().sum();
            Tensor[] leaves = [.. model.Parameters.Named.SkipLast(1).Select(pair => pair.Value)];
            return Samples.Bytes(cat([.. autograd.grad([loss], leaves).Select(gradient => gradient.flatten())]));
        }
    }

    [Fact]
    public void ABlockCanBeRunForOneTokenFromAStoredResidual()
    {
        using DisposeScope scope = NewDisposeScope();
        ModelSpec spec = Samples.Spec();
        using Transformer model = Samples.Model(spec, 3);
        using FunctionTap recorder = FunctionTap.Recorder();
        const int Token = 6;
        var layout = new SequenceLayout(9);
        model.Residual(Samples.Batch(Samples.Tokens(spec, 9, 3), 1), layout, tap: recorder);

        Block block = model.Blocks[1];
        LayoutTables tables = model.TablesOf(layout);
        Tensor one = recorder.Seen[new Site(SiteKind.ResidualIn, 2)].narrow(1, Token, 1);
        (Tensor queries, _, _) = block.Split(block.QueriesKeysValues(block.AttentionInput(one)));
        Tensor q = Attention.Rotate(queries, tables.Cosine.narrow(0, Token, 1), tables.Sine.narrow(0, Token, 1));
        Tensor k = Attention.Rotate(recorder.Seen[new Site(SiteKind.AttentionK, 2)], tables.Cosine, tables.Sine);
        Tensor pattern = Attention.Scores(q, k, tables.Mask.narrow(0, Token, 1)).softmax(-1);
        Tensor z = Attention.Mix(pattern, recorder.Seen[new Site(SiteKind.AttentionV, 2)]);
        Tensor middle = one + block.AttentionOut(z.flatten(2));
        Tensor final = middle + block.MlpOut(block.MlpHidden(middle));

        Tensor expected = recorder.Seen[new Site(SiteKind.ResidualOut, 2)].narrow(1, Token, 1);
        Samples.Agree(Samples.Values(expected), Samples.Values(final), "residual.out:2", 1e-5);
    }

    [Fact]
    public void APassFromAStoredResidualGivesTheSameBytes()
    {
        using DisposeScope scope = NewDisposeScope();
        ModelSpec spec = Samples.Spec(layers: 3);
        using Transformer model = Samples.Model(spec, 4);
        using var recorder = new FunctionTap(site => site.Kind is SiteKind.ResidualIn or SiteKind.ResidualOut, (_, _) => null);
        var layout = new SequenceLayout(4, 2, 3);
        byte[] whole = Samples.Bytes(model.Residual(Samples.Batch(Samples.Tokens(spec, 20, 4), 2), layout, tap: recorder));
        for (int layer = 1; layer <= spec.Layers; layer++)
        {
            Assert.Equal(whole, Samples.Bytes(model.ResidualFrom(layer, recorder.Seen[new Site(SiteKind.ResidualIn, layer)], layout)));
        }

        Tensor last = recorder.Seen[new Site(SiteKind.ResidualOut, spec.Layers)];
        Assert.Equal(whole, Samples.Bytes(model.ResidualFrom(spec.Layers + 1, last, layout)));
        Assert.Equal(whole, Samples.Bytes(model.FinalNorm(last)));
    }
}
