using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Recording;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Tokens;
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
        Transformer model, IReadOnlyList<ProgramPair> pairs, ImmutableArray<PatchCell> cells, Seed seed, CancellationToken cancellation)
    {
        using IDisposable quiet = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor tokens = Rows.Tokens([.. pairs.Select(pair => pair.Base)], model.Device); // [B, T]
        using var entering = new ActivationRecorder(site => site.Kind == SiteKind.ResidualIn);
        float[] unpatched = AtColon(model, model.Residual(tokens, new SequenceLayout((int)tokens.size(1)), tap: entering));
        var patched = new float[cells.Length][];
        foreach (IGrouping<Site, int> site in Enumerable.Range(0, cells.Length).GroupBy(number => cells[number].Site))
        {
            using DisposeScope inner = NewDisposeScope();
            using ActivationRecorder before = Record(model, tokens, site.Key);
            using ActivationRecorder after = Record(model, Rows.Tokens([.. pairs.Select(pair => pair.Source)], model.Device), site.Key);
            foreach (int number in site)
            {
                cancellation.ThrowIfCancellationRequested();
                using DisposeScope one = NewDisposeScope();
                RandomStream random = seed.Split(cells[number].ToString()).Stream();
                Tensor moved = Moved(before[site.Key], after[site.Key], pairs, cells[number], ref random);
                var tap = new ReplacingTap(site.Key, _ => moved.alias());
                Tensor entered = entering[new Site(SiteKind.ResidualIn, site.Key.Layer)]; // [B, T, D]
                patched[number] = AtColon(
                    model, model.ResidualFrom(site.Key.Layer, entered, new SequenceLayout((int)tokens.size(1)), tap));
            }
        }

        return EffectCells.Of(
            (cell, row) => patched[cell].AsSpan(row * Tokenizer.DigitCount, Tokenizer.DigitCount),
            row => unpatched.AsSpan(row * Tokenizer.DigitCount, Tokenizer.DigitCount),
            pairs,
            cells);
    }

    private static ActivationRecorder Record(Transformer model, Tensor tokens, Site site)
    {
        var recorder = new ActivationRecorder(candidate => candidate == site);
        using Tensor unused = model.Residual(tokens, new SequenceLayout((int)tokens.size(1)), tap: recorder);
        return recorder;
    }

    /// <summary>The site's value with the vector of the cell's place moved in every row that has it.</summary>
    private static Tensor Moved(Tensor before, Tensor after, IReadOnlyList<ProgramPair> pairs, PatchCell cell, ref RandomStream random)
    {
        Tensor moved = before.clone(); // [B, T, D] or [B, T, H, D]
        for (int row = 0; row < pairs.Count; row++)
        {
            (int to, int from) = RoleSweep.PositionsOf(pairs[row], cell.Role);
            if (to < 0)
            {
                continue;
            }

            Tensor Vector(Tensor value, int position) => cell.Head == 0 ? value[row, position] : value[row, position, cell.Head - 1]; // [D]
            Tensor was = Vector(before, to); // [D]
            Tensor direction = tensor(Gaussian((int)was.size(0), ref random), device: was.device); // [D]
            double length = (Vector(after, from) - was).norm().item<float>() / direction.norm().item<float>();
            Vector(moved, to).copy_(was + (direction * length));
        }

        return moved;
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

    private static float[] AtColon(Transformer model, Tensor residual) =>
        Rows.Numbers(model.Unembed(residual.select(1, residual.size(1) - 1)).narrow(-1, 0, Tokenizer.DigitCount)); // [B, 10]
}
