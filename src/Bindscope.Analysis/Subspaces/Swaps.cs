using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Interventions;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Counterfactuals;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Training.Loop;

namespace Bindscope.Analysis.Subspaces;

/// <summary>Swaps parts of the vectors that enter one layer, and reads the answers.</summary>
internal sealed class Swaps(Transformer model, int layer, Work work)
{
    private readonly Site site = new(SiteKind.ResidualIn, layer);

    /// <summary>Swaps subspaces, each in a run of its own.</summary>
    /// <param name="pairs">Base and source, and where.</param>
    /// <param name="subspaces">The subspaces; null for the whole vector.</param>
    /// <returns>The answers: subspace after subspace, in it pair after pair.</returns>
    internal int[][] Answers(IReadOnlyList<SwapPair> pairs, IReadOnlyList<Subspace?> subspaces)
    {
        var place = Place.At(site, new TokenPositions.PerRow([.. pairs.Select(pair => pair.Places)]));
        ImmutableArray<SweepCell> cells =
        [
            .. subspaces.Select(subspace => new SweepCell(
                [subspace is null ? new Intervention.Patch(place) : new Intervention.SwapSubspace(place, subspace)])),
        ];
        SweepResult result = Sweep.Run(
            model,
            RoleSweep.Request([.. pairs.Select(pair => pair.Programs)], cells),
            new SweepOptions(work.Workers),
            null,
            work.Cancellation);
        return
        [
            .. Enumerable.Range(0, cells.Length).Select(cell =>
                Enumerable.Range(0, pairs.Count).Select(row => LogitMetrics.Top(result.Logits(cell, row))).ToArray()),
        ];
    }

    /// <summary>Moves each vector in a random direction, as far as the swap of a subspace would move it.</summary>
    internal int[] AnswersOfEqualNorm(IReadOnlyList<SwapPair> pairs, Subspace subspace, Seed seed)
    {
        Tensor before = Entering.Of(model, layer, [.. pairs.Select(pair => pair.Programs.Base)]); // [B, T, D]
        Tensor after = Entering.Of(model, layer, [.. pairs.Select(pair => pair.Programs.Source)]); // [B, T, D]
        Tensor moved = before.Clone(); // [B, T, D]
        for (int row = 0; row < pairs.Count; row++)
        {
            RandomStream random = seed.Split(row).Stream();
            foreach (int position in pairs[row].Places)
            {
                ReadOnlySpan<float> from = before.Part(row).Row(position);
                ReadOnlySpan<float> to = after.Part(row).Row(position);
                double square = 0; // of the swap's change
                foreach (ImmutableArray<float> basis in subspace.Basis)
                {
                    double along = 0;
                    for (int i = 0; i < from.Length; i++)
                    {
                        along += basis[i] * (double)(to[i] - from[i]);
                    }

                    square += along * along;
                }

                RandomSubspaces.Move(moved.Part(row).Row(position), Math.Sqrt(square), ref random);
            }
        }

        return Prompts.Answers(model, model.ResidualFrom(layer, moved, new SequenceLayout(moved.Size(1))));
    }
}

/// <summary>
/// Draws pairs for swaps. For digits the root holds another digit, and the swap is at every line of the chain: at its right-hand side, or
/// the token that the spec names after it. For names two lines, one of them on the chain, exchange the names that they bind so that the
/// answer changes, and the swap is at these two lines.
/// </summary>
internal static class SwapPairs
{
    private const int Patience = 8;
    private const int Block = 64;

    /// <summary>Draws pairs that the model solves on both sides.</summary>
    /// <exception cref="UserException">There is none.</exception>
    internal static SwapSample Draw(
        Transformer model, IReadOnlyList<SymbolicProgram> programs, SubspaceTarget target, SubspaceSpec spec, int digits, Work work)
    {
        var pairs = ImmutableArray.CreateBuilder<SwapPair>();
        int tried = 0;
        Seed seed = new Seed(spec.Seed).Split(target.ToString());
        int limit = (int)Math.Min(programs.Count, (long)spec.Pairs * Patience);
        for (int first = 0; first < limit && pairs.Count < spec.Pairs; first += Block)
        {
            SwapPair[] drawn = [.. Enumerable.Range(first, Math.Min(Block, limit - first))
                .Select(index => Pair(programs[index], target, seed.Split(index), digits, spec.Offset)).OfType<SwapPair>()];
            tried += drawn.Length;
            SymbolicProgram[] both = [.. drawn.Select(pair => pair.Programs.Base), .. drawn.Select(pair => pair.Programs.Source)];
            int[] answers = Predictor.Answers(model, both, work.Workers, work.Cancellation);
            pairs.AddRange(drawn.Where((pair, i) => answers[i] == pair.Programs.BaseExecution.Value
                && answers[drawn.Length + i] == pair.Programs.SourceExecution.Value));
        }

        return pairs.Count == 0
            ? throw new UserException(
                $"of {limit} programs with the answer after line 1, the model solves none together with its counterfactual",
                "choose a later checkpoint")
            : new SwapSample([.. pairs.Take(spec.Pairs)], tried, pairs.Count);
    }

    private static SwapPair? Pair(SymbolicProgram program, SubspaceTarget target, Seed seed, int digits, int offset)
    {
        RandomStream random = seed.Stream();
        if (target == SubspaceTarget.Digit)
        {
            var changed = ProgramPair.Of(program, CounterfactualSampler.RootDigit(program, ref random, digits).ApplyTo(program));
            return new SwapPair(
                changed,
                [.. changed.BaseExecution.ChainLines.Select(line => Positions.Right(line) + offset)],
                (changed.BaseExecution.Value, changed.SourceExecution.Value),
                HasRootFirst: true);
        }

        if (CounterfactualSampler.ExchangedNames(program, ref random) is not { } exchange)
        {
            return null;
        }

        return new SwapPair(
            ProgramPair.Of(program, exchange.ApplyTo(program)),
            [Positions.Right(exchange.Line) + offset, Positions.Right(exchange.Other) + offset],
            (program.Lines[exchange.Line - 1].Name - 'a', program.Lines[exchange.Other - 1].Name - 'a'));
    }
}

/// <summary>Pairs of programs, and how many were looked at for them.</summary>
/// <param name="Pairs">As many as were asked for, or as there are; the model solves both programs of each.</param>
/// <param name="Tried">Pairs that were looked at.</param>
/// <param name="Solved">Of those, the ones of which the model solves both.</param>
internal sealed record SwapSample(ImmutableArray<SwapPair> Pairs, int Tried, int Solved);

/// <summary>A pair of programs, the tokens at which their vectors are swapped, and the classes that change there.</summary>
/// <param name="Programs">Base and source.</param>
/// <param name="Places">0-based positions, the same in both.</param>
/// <param name="Classes">The two digits, or the two names as 0-25.</param>
/// <param name="HasRootFirst">Whether the places are the chain's, by depth: the first one is the root's own.</param>
internal sealed record SwapPair(ProgramPair Programs, ImmutableArray<int> Places, (int One, int Other) Classes, bool HasRootFirst = false);
