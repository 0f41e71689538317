using System.Collections.Immutable;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Subspaces;
using Bindscope.Interventions;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Alignment;

/// <summary>Finds the tokens that hold a variable on entering a layer, trains subspaces there and measures them on other programs.</summary>
internal sealed class AlignmentSearch(
    Transformer model, Transformer? first, SymbolicProgram[] train, SymbolicProgram[] test, AlignmentSpec spec, int digits, Work work)
{
    /// <summary>Where whole vectors move fewer answers than this, there is nothing to be found in a part of them.</summary>
    private const double Least = 0.3;

    private const int Offsets = 4;

    private readonly Dictionary<(SubspaceTarget Target, int Offset), (ImmutableArray<SwapPair> Train, ImmutableArray<SwapPair> Test)> drawn = [];

    /// <summary>Everything about one layer's input and one variable.</summary>
    internal AlignmentPart Of(int layer, SubspaceTarget target)
    {
        var swaps = new Swaps(model, layer, work);
        (int Offset, Proportion Train, Proportion Test)[] whole =
        [
            .. Enumerable.Range(0, Offsets).Select(offset =>
            {
                (ImmutableArray<SwapPair> learned, ImmutableArray<SwapPair> tested) = Pairs(target, offset);
                return (offset, Share(swaps, learned, null).Success, Share(swaps, tested, null).Success);
            }),
        ];
        (int chosen, Proportion most, _) = whole.MaxBy(one => one.Train.Value);
        bool isFitted = most.Value >= Least;
        ImmutableArray<AlignmentCeiling> ceilings =
        [
            .. whole.Select(one => new AlignmentCeiling(
                layer, target, FoundBasis.TokenAfter(one.Offset), one.Train, one.Test, isFitted && one.Offset == chosen)),
        ];
        (AlignmentFit Fit, Subspace Found)[] fits = isFitted ? [.. Fits(swaps, layer, target, chosen)] : [];
        return new AlignmentPart(
            ceilings,
            [.. fits.Select(one => one.Fit)],
            [.. fits.Select(one => new FoundBasis(layer, target, FoundBasis.TokenAfter(chosen), one.Found.Basis))]);
    }

    private IEnumerable<(AlignmentFit Fit, Subspace Found)> Fits(Swaps swaps, int layer, SubspaceTarget target, int offset)
    {
        (ImmutableArray<SwapPair> learned, ImmutableArray<SwapPair> tested) = Pairs(target, offset);
        SwapBatch batch = SwapBatch.Of(model, layer, learned);
        int[] shuffled = Shuffle.Of(
            learned.Select(pair => pair.Programs.SourceExecution.Value), new Seed(spec.Seed).Split("shuffled targets").Stream().Next);
        ImmutableArray<int> ranks = spec.RanksOf(model.Spec.Width);
        return
        [
            .. ranks.Select(rank =>
            {
                Seed seed = new Seed(spec.Seed).Split("rotation").Split($"{layer} {target}").Split(rank);
                double[][] start = batch.LargestDifference(rank);
                (Subspace found, double loss, bool converged) =
                    Rotation.Train(model, layer, batch, null, rank, spec.Steps, seed, start, work.Cancellation);
                var begun = Subspace.Spanning(start);
                Proportion learnedSuccess = Share(swaps, learned, found).Success;
                if (Share(swaps, learned, begun).Success is var atFirst && atFirst.Value > learnedSuccess.Value)
                {
                    // Steps along broken slopes may lead away: what does more on the pairs that were learned from is kept.
                    (found, learnedSuccess) = (begun, atFirst);
                }

                (Proportion success, Proportion kept) = Share(swaps, tested, found);
                Subspace?[] draws = [.. Enumerable.Range(0, spec.Draws).Select(draw => RandomSubspaces.Draw(model.Spec.Width, rank, seed.Split(draw)))];
                double[] random = [.. swaps.Answers(tested, draws).Select(answers => Successes(tested, answers) / (double)tested.Length)];
                Proportion? misled = rank == ranks[^1]
                    ? Share(swaps, tested, Rotation.Train(model, layer, batch, shuffled, rank, spec.Steps, seed, [], work.Cancellation).Subspace).Success
                    : null;
                Proportion? untrained = rank == ranks[^1] && first is not null ? Untrained(first, layer, learned, tested, rank, seed) : null;
                return (new AlignmentFit(
                    layer,
                    target,
                    FoundBasis.TokenAfter(offset),
                    rank,
                    success,
                    kept,
                    learnedSuccess,
                    Proportion.Of(random.Average(), tested.Length),
                    random.Max(),
                    misled,
                    loss,
                    spec.Steps,
                    converged,
                    Later(swaps, tested, found, draws),
                    Share(swaps, tested, batch.LargestVariance(rank)).Success,
                    untrained,
                    Share(swaps, tested, begun).Success), found);
            }),
        ];
    }

    /// <summary>What a search in the same way brings about in a model that answers nothing.</summary>
    private Proportion Untrained(
        Transformer first, int layer, ImmutableArray<SwapPair> learned, ImmutableArray<SwapPair> tested, int rank, Seed seed)
    {
        SwapBatch batch = SwapBatch.Of(first, layer, learned);
        double[][] start = batch.LargestDifference(rank);
        Subspace found = Rotation.Train(first, layer, batch, null, rank, spec.Steps, seed, start, work.Cancellation).Subspace;
        return Share(new Swaps(first, layer, work), tested, found).Success;
    }

    private static LaterSuccess? Later(Swaps swaps, ImmutableArray<SwapPair> tested, Subspace found, Subspace?[] draws)
    {
        ImmutableArray<SwapPair> later =
        [
            .. tested.Where(pair => pair.HasRootFirst && pair.Places.Length > 1).Select(pair => pair with { Places = pair.Places[1..] }),
        ];
        return later.IsEmpty ? null : new LaterSuccess(
            Share(swaps, later, found).Success,
            Share(swaps, later, null).Success,
            Proportion.OfMean(swaps.Answers(later, draws).Average(answers => Successes(later, answers) / (double)later.Length), later.Length));
    }

    private (ImmutableArray<SwapPair> Train, ImmutableArray<SwapPair> Test) Pairs(SubspaceTarget target, int offset)
    {
        if (!drawn.TryGetValue((target, offset), out var pairs))
        {
            var sampling = new SubspaceSpec(spec.Checkpoint, Pairs: spec.TrainPairs, Seed: spec.Seed, Offset: offset);
            pairs = (Within(train, sampling), Within(test, sampling with { Pairs = spec.TestPairs }));
            drawn.Add((target, offset), pairs);
        }

        return pairs;

        // After the last line come the query's tokens, which hold other things than a line's.
        ImmutableArray<SwapPair> Within(SymbolicProgram[] programs, SubspaceSpec sampling) =>
        [
            .. SwapPairs.Draw(model, programs, target, sampling, digits, work).Pairs
                .Where(pair => pair.Places.Max() <= Positions.Newline(pair.Programs.Base.Lines.Length)),
        ];
    }

    private static (Proportion Success, Proportion Kept) Share(Swaps swaps, ImmutableArray<SwapPair> pairs, Subspace? subspace) =>
        Counted(pairs, swaps.Answers(pairs, [subspace])[0]);

    /// <summary>Pairs that answer as their source, and as their base.</summary>
    internal static (Proportion Success, Proportion Kept) Counted(ImmutableArray<SwapPair> pairs, int[] answers)
    {
        int kept = answers.Where((answer, row) => answer == pairs[row].Programs.BaseExecution.Value).Count();
        return (Proportion.OfCounts(Successes(pairs, answers), pairs.Length), Proportion.OfCounts(kept, pairs.Length));
    }

    private static int Successes(ImmutableArray<SwapPair> pairs, int[] answers) =>
        answers.Where((answer, row) => answer == pairs[row].Programs.SourceExecution.Value).Count();
}
