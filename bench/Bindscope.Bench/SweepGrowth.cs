using Bindscope.Interventions;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Tokens;
using Bindscope.Runs.Presets;

namespace Bindscope.Bench;

/// <summary>
/// How a sweep over the inputs of every layer at every right-hand side and the query grows, on the model of <c>small</c>; its work is the tokens
/// that go through a block, its memory what it allocates.
/// </summary>
internal static class SweepGrowth
{
    public static IBenchmark Programs { get; } = Of("sweep.programs", [8, 16, 32, 64], programs => (6, 16, programs));

    public static IBenchmark Lines { get; } = Of("sweep.lines", [8, 16, 32], lines => (4, lines, 8));

    public static IBenchmark Layers { get; } = Of("sweep.layers", [2, 4, 8], layers => (layers, 16, 8));

    private static GrowthBenchmark Of(string name, int[] sizes, Func<int, (int Layers, int Lines, int Programs)> shape) =>
        new(name, Clock.Thread, 5, sizes, size =>
        {
            (int layers, int lines, int programs) = shape(size);
            GeneratorSpec task = Preset.Small.Task with { Lines = lines };
            Transformer model = Transformer.Create(Preset.Small.Model with { Layers = layers, Positions = Positions.Colon(lines) + 1 }, 1);
            SweepRequest request = SweepBenchmark.Request(model.Spec, task, programs, (spec, length) =>
                from layer in Enumerable.Range(1, spec.Layers)
                from position in Enumerable.Range(0, length)
                where position % 4 == 2
                select SweepCell.Patch(new Site(SiteKind.ResidualIn, layer), TokenPositions.At(position)));
            long before = GC.GetAllocatedBytesForCurrentThread();
            SweepResult result = Sweep.Run(model, request);
            double allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            return new GrowthCase(() => Sweep.Run(model, request), result.Cost.TokenLayers, allocated);
        });
}
