using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Interventions;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Analysis.Patching.Controls;

/// <summary>
/// Moves the vector at each place by as much as the source would move it, but in a random direction: the effect of mere disturbance. Every
/// program and place has a direction of its own.
/// </summary>
internal static class RandomDirections
{
    internal static ImmutableArray<EffectCell> Effects(
        Transformer model, IReadOnlyList<ProgramPair> pairs, ImmutableArray<PatchCell> cells, Seed seed, Work work)
    {
        SweepRequest request = RoleSweep.Request(pairs, Moves(model, pairs, cells, seed, work.Cancellation));
        SweepResult result = Sweep.Run(model, request, new SweepOptions(work.Workers), null, work.Cancellation);
        return EffectCells.Of(result, pairs, cells, Measure.Effect);
    }

    /// <summary>The move of each cell.</summary>
    internal static ImmutableArray<SweepCell> Moves(
        Transformer model, IReadOnlyList<ProgramPair> pairs, ImmutableArray<PatchCell> cells, Seed seed, CancellationToken cancellation)
    {
        var moves = new SweepCell[cells.Length];
        foreach (IGrouping<Site, int> site in Enumerable.Range(0, cells.Length).GroupBy(number => cells[number].Site))
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            Tensor before = Recorded(model, [.. pairs.Select(pair => pair.Base)], site.Key); // [B, T, D] or [B, T, H, D]
            Tensor after = Recorded(model, [.. pairs.Select(pair => pair.Source)], site.Key);
            foreach (int number in site)
            {
                moves[number] = Move(before, after, pairs, cells[number], seed.Split(cells[number].ToString()).Stream());
            }
        }

        return [.. moves];
    }

    private static Tensor Recorded(Transformer model, Programs.Language.SymbolicProgram[] programs, Site site)
    {
        using IDisposable quiet = no_grad();
        using var recorder = new ActivationRecorder(candidate => candidate == site);
        Tensor tokens = Rows.Tokens(programs, model.Device); // [B, T]
        model.Residual(tokens, new SequenceLayout((int)tokens.size(1)), tap: recorder);
        return recorder[site].alias();
    }

    /// <summary>A random move of the cell's place, as long in each program as the way from base to source.</summary>
    private static SweepCell Move(Tensor before, Tensor after, IReadOnlyList<ProgramPair> pairs, PatchCell cell, RandomStream random)
    {
        int width = (int)before.size(-1);
        var positions = new int[pairs.Count];
        var vectors = new ImmutableArray<float>[pairs.Count];
        for (int row = 0; row < pairs.Count; row++)
        {
            (int to, int from) = RoleSweep.PositionsOf(pairs[row], cell.Role);
            positions[row] = to;
            float[] direction = Gaussian(width, ref random);
            double length = to < 0 ? 0 : Distance(row, to, from) / Math.Sqrt(direction.Sum(value => (double)value * value));
            vectors[row] = [.. direction.Select(value => (float)(value * length))];
        }

        return new SweepCell([new Intervention.AddEach(Place.At(cell.Site, TokenPositions.At(positions), cell.Head), [.. vectors])]);

        double Distance(int row, int to, int from)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor Vector(Tensor value, int position) => cell.Head == 0 ? value[row, position] : value[row, position, cell.Head - 1]; // [D]
            return (Vector(after, from) - Vector(before, to)).norm().item<float>();
        }
    }

    private static float[] Gaussian(int count, ref RandomStream random)
    {
        var numbers = new float[count];
        for (int i = 0; i < count; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            numbers[i] = (float)(radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return numbers;
    }
}
