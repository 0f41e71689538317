using Bindscope.Interventions;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Runs.Presets;

namespace Bindscope.Bench;

/// <summary>One program's map, every layer's input at every token, on one thread, with the check before it: what a click in the page costs at most.</summary>
internal sealed class MapBenchmark(Preset preset) : IBenchmark
{
    private const double Most = 10;

    public static IBenchmark Quick { get; } = new MapBenchmark(Preset.Quick);

    public static IBenchmark Small { get; } = new MapBenchmark(Preset.Small);

    public string Name => $"map.{preset.Name}";

    public IEnumerable<Measurement> Run()
    {
        Transformer model = Transformer.Create(preset.Model, 1);
        SweepRequest request = SweepBenchmark.Request(model.Spec, preset.Task, 1, (spec, length) =>
            from layer in Enumerable.Range(1, spec.Layers)
            from position in Enumerable.Range(0, length)
            select SweepCell.Patch(new Site(SiteKind.ResidualIn, layer), TokenPositions.At(position)));
        double[] seconds = Turns.Medians(Clock.Thread, 20, 1, () => Sweep.Run(model, request));
        yield return Measurement.AtMost(Most, Name, 1e3 * seconds[0], "ms");
    }
}
