using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;

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
            Tensor before = Entering.At(model, site.Key, [.. pairs.Select(pair => pair.Base)]); // [B, T, D], [B, T, H, D] or [B, H, T, T]
            Tensor after = Entering.At(model, site.Key, [.. pairs.Select(pair => pair.Source)]);
            foreach (int number in site)
            {
                moves[number] = Move(before, after, pairs, cells[number], seed.Split(cells[number].ToString()).Stream());
            }
        }

        return [.. moves];
    }

    /// <summary>A random move of the cell's place, as long in each program as the way from base to source.</summary>
    private static SweepCell Move(Tensor before, Tensor after, IReadOnlyList<ProgramPair> pairs, PatchCell cell, RandomStream random)
    {
        var moves = ImmutableArray.CreateBuilder<Intervention>();
        foreach (TokenRole role in cell.Role.Members())
        {
            moves.Add(Move(before, after, pairs, cell with { Role = role }, ref random));
        }

        return new SweepCell(moves.ToImmutable());
    }

    private static Intervention.AddEach Move(Tensor before, Tensor after, IReadOnlyList<ProgramPair> pairs, PatchCell cell, ref RandomStream random)
    {
        int width = before.Size(-1);
        var positions = new int[pairs.Count];
        var vectors = new ImmutableArray<float>[pairs.Count];
        for (int row = 0; row < pairs.Count; row++)
        {
            (int to, int from) = RoleSweep.PositionsOf(pairs[row], cell.Role);
            positions[row] = to;
            float[] direction = Gaussian(width, ref random);
            if (cell.Site.Kind == SiteKind.AttentionPattern)
            {
                // Weights of keys that the token does not see are not there to be moved.
                direction.AsSpan(Math.Max(0, to + 1)).Clear();
            }

            double length = to < 0 ? 0 : Distance(row, to, from) / Math.Sqrt(direction.Sum(value => (double)value * value));
            vectors[row] = [.. direction.Select(value => (float)(value * length))];
        }

        return new Intervention.AddEach(Place.At(cell.Site, TokenPositions.At(positions), cell.Head), [.. vectors]);

        double Distance(int row, int to, int from)
        {
            ReadOnlySpan<float> source = Vector(after, row, from);
            ReadOnlySpan<float> plain = Vector(before, row, to);
            double sum = 0;
            for (int i = 0; i < width; i++)
            {
                sum += Math.Pow(source[i] - plain[i], 2);
            }

            return Math.Sqrt(sum);
        }

        Span<float> Vector(Tensor value, int row, int position) => cell.Head == 0
            ? value.Part(row).Row(position)
            : cell.Site.Kind == SiteKind.AttentionPattern ? value.Part(row).Part(cell.Head - 1).Row(position) // [T]
            : value.Part(row).Part(position).Row(cell.Head - 1); // [D] or [K]
    }

    private static float[] Gaussian(int count, ref RandomStream random)
    {
        var numbers = new float[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = (float)Normal.Draw(random.NextDouble(), random.NextDouble());
        }

        return numbers;
    }
}
