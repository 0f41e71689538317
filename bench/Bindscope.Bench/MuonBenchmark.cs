using Bindscope.Numerics;
using Bindscope.Runs.Presets;
using Bindscope.Training.Loop;
using Bindscope.Training.Optimization;

namespace Bindscope.Bench;

/// <summary>What Muon's update costs of a step of <c>small-lm</c>'s shapes, beside AdamW's.</summary>
internal sealed class MuonBenchmark : IBenchmark
{
    public string Name => "muon";

    public IEnumerable<Measurement> Run()
    {
        Preset preset = StepLoop.Task(Preset.SmallLm, Preset.SmallLm.Training.Batch);
        using TrainingLoop loop = StepLoop.Of(preset);
        var (gradient, constants) = (new Tensor(loop.Model.Parameters.Flat.Length), preset.Training.Optimizer);
        gradient.Values.Fill(1e-3f);
        var muon = new FlatAdamW(loop.Model.Parameters, constants with { Kind = OptimizerKind.Muon, Muon = new MuonSpec() });
        var adam = new FlatAdamW(loop.Model.Parameters, constants with { Kind = OptimizerKind.AdamW, Muon = null });
        int step = 0;
        double[] seconds = Turns.Medians(
            Clock.Thread, 30, 1, loop.Advance, () => muon.Step(gradient, 0, step++, 0), () => adam.Step(gradient, 0, step++));
        double forwardAndBackward = seconds[0] - (preset.Training.Optimizer.Kind == OptimizerKind.Muon ? seconds[1] : seconds[2]);
        yield return Measurement.AtMost(0.1, Name, seconds[1] / (forwardAndBackward + seconds[1]), "of a step's time");
        yield return Measurement.Of($"{Name}.time", 1e3 * seconds[1], "ms");
        yield return Measurement.Of($"{Name}.adamw", 1e3 * seconds[2], "ms");
    }
}
