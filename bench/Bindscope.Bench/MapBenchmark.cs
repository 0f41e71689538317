using Bindscope.Interventions;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Training.Presets;
using static TorchSharp.torch;

namespace Bindscope.Bench;

/// <summary>One program's map, every layer's input at every token, on two threads, with the check before it: what a click in the page costs.</summary>
internal sealed class MapBenchmark : IBenchmark
{
    public string Name => "map.quick";

    public IEnumerable<Measurement> Run()
    {
        using var scope = NewDisposeScope();
        using Transformer model = Transformer.Create(Preset.Quick.Model, 1, CPU);
        SweepRequest request = SweepBenchmark.Request(model.Spec, Preset.Quick.Task, 1, (spec, length) =>
            from layer in Enumerable.Range(1, spec.Layers)
            from position in Enumerable.Range(0, length)
            select SweepCell.Patch(new Site(SiteKind.ResidualIn, layer), TokenPositions.At(position)));
        var options = new SweepOptions(Workers: 2);
        double[] seconds = Turns.Medians(Clock.Wall, 20, 1, () => Sweep.Run(model, request, options));
        yield return Measurement.AtMost(200, Name, 1e3 * seconds[0], "ms");
    }
}
