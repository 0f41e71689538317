using Bindscope.Interventions.Recompute;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Tests.Model;
using static TorchSharp.torch;

namespace Bindscope.Tests.Interventions;

/// <summary>Counts what is alive in the whole process, so nothing else may run beside it.</summary>
[Collection(nameof(Alone))]
public sealed class SweepMemoryTests
{
    [Fact]
    public void ManySweepsLeaveNothingBehind()
    {
        ModelSpec spec = Samples.Spec();
        using Transformer model = Samples.Model(spec, 9);
        SweepRequest request = SweepSamples.Request(spec, 9);
        SweepSamples.Fast(model, request, new SweepOptions(Workers: 2));
        SweepSamples.Naive(model, request);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        (long tensors, long blocks) = (Tensor.TotalCount, AlignedFloats.Live);
        for (int i = 0; i < 3; i++)
        {
            SweepSamples.Fast(model, request, new SweepOptions(Workers: 2));
            SweepSamples.Naive(model, request);
        }

        Assert.InRange(Tensor.TotalCount, 0, tensors);
        Assert.InRange(AlignedFloats.Live, 0, blocks);
    }
}
