using System.Collections.Immutable;
using Bindscope.Interventions;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Programs.Counterfactuals;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Runs.Presets;

namespace Bindscope.Bench;

/// <summary>
/// A sweep of 64 programs of the full task, each patched from the same program with another root digit, against one whole forward pass for
/// every cell, one thread, with the model of the small preset. The naive sweep is timed on every eighth
/// cell: its cost does not depend on the cell.
/// </summary>
internal sealed class SweepBenchmark(string name, double target, Func<ModelSpec, int, IEnumerable<SweepCell>> cells) : IBenchmark
{
    private const int Programs = 64;
    private const int NaiveShare = 8;

    /// <summary>Every layer's input at every token: figure 3a for each program.</summary>
    public static IBenchmark Residual { get; } = new SweepBenchmark("sweep.residual", 20, (spec, length) =>
        from layer in Enumerable.Range(1, spec.Layers)
        from position in Enumerable.Range(0, length)
        select SweepCell.Patch(new Site(SiteKind.ResidualIn, layer), TokenPositions.At(position)));

    /// <summary>Every head at every right-hand side, the query variable and the colon.</summary>
    public static IBenchmark Heads { get; } = new SweepBenchmark("sweep.heads", 30, (spec, length) =>
        from layer in Enumerable.Range(1, spec.Layers)
        from head in Enumerable.Range(1, spec.Heads)
        from position in Enumerable.Range(0, length)
        where position % 4 == 2 || position >= length - 2
        select SweepCell.Patch(new Site(SiteKind.AttentionHead, layer), TokenPositions.At(position), head));

    public string Name => name;

    public IEnumerable<Measurement> Run()
    {
        Transformer model = Transformer.Create(Preset.Small.Model, 1);
        SweepRequest request = Request(model.Spec, Preset.Small.Task, Programs, cells);
        SweepRequest some = request with { Cells = [.. request.Cells.Where((_, cell) => cell % NaiveShare == NaiveShare / 2)] };
        SweepResult result = Sweep.Run(model, request);
        double[] seconds = Turns.Medians(Clock.Thread, 3, 2, () => NaiveSweep.Run(model, some), () => Sweep.Run(model, request));
        double naive = seconds[0] * request.Cells.Length / some.Cells.Length;
        SweepCost cost = result.Cost;
        yield return Measurement.AtLeast(target, Name, naive / seconds[1], "times naive");
        yield return Measurement.Of($"{Name}.time", 1e3 * seconds[1], "ms");
        yield return Measurement.Of($"{Name}.cells", (double)cost.Computed / cost.Passes, "of the passes computed");
        yield return Measurement.Of($"{Name}.tokens", (double)cost.TokenLayers / cost.NaiveTokenLayers, "of the layers' tokens computed");
    }

    /// <summary>Programs of a task, each with another root digit as its source.</summary>
    internal static SweepRequest Request(
        ModelSpec spec, GeneratorSpec task, int programs, Func<ModelSpec, int, IEnumerable<SweepCell>> cells)
    {
        var generator = new ProgramGenerator(task);
        RandomStream random = new Seed(1).Split("sweep").Stream();
        var plain = new List<int[]>();
        var source = new List<int[]>();
        while (plain.Count < programs)
        {
            SymbolicProgram program = generator.Next(ref random);
            plain.Add(Tokenizer.Encode(program));
            source.Add(Tokenizer.Encode(CounterfactualSampler.RootDigit(program, ref random).ApplyTo(program)));
        }

        int length = Positions.Colon(task.Lines) + 1;
        ImmutableArray<SweepCell> grid = [.. cells(spec, length)];
        return new SweepRequest(new TokenRows(plain), new TokenRows(source), grid, ReadOut.At(length - 1, programs, Tokenizer.DigitCount));
    }
}
