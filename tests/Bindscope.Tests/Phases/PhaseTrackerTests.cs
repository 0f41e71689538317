using Bindscope.Analysis.Phases;
using Bindscope.Programs.Generation;

namespace Bindscope.Tests.Phases;

public sealed class PhaseTrackerTests
{
    [Fact]
    public void NamesThePresentPhaseOfARunAsItGoes()
    {
        var random = new Seed(5).Stream();
        var curve = SimulatedRun.Corners((200, 0.11), (260, 0.36), (700, 0.38), (2_500, 0.94), (4_500, 0.998));
        var evaluations = SimulatedRun.Of(SimulatedRun.Steps(6_000, 100), curve, ref random).Evaluations;
        string At(long step) => PhaseTracker.Current([.. evaluations.Where(evaluation => evaluation.Step <= step)], new PhasesSpec());
        Assert.Equal("chance", At(-1));
        Assert.Equal("chance", At(0));
        Assert.Equal("chance", At(200));
        Assert.Equal("heuristic", At(600));
        Assert.Equal("transition", At(1_200));
        Assert.Equal("transition", At(2_500));
        Assert.Equal("solved", At(6_000));
        var partly = SimulatedRun.Corners((200, 0.11), (260, 0.57), (2_000, 0.58), (3_000, 0.87));
        evaluations = SimulatedRun.Of(SimulatedRun.Steps(9_000, 100), partly, ref random, firstTwoShare: share => share < 0.65 ? 0.95 : 0.76).Evaluations;
        Assert.Equal("heuristic", At(1_800));
        Assert.Equal("transition", At(9_000));
    }
}
