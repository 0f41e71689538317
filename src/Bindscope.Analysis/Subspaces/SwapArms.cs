using System.Collections.Immutable;
using Bindscope.Analysis.Probes.Regression;
using Bindscope.Interventions;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.Subspaces;

/// <summary>The selected components' swap at one layer, with everything that it is to be compared with.</summary>
internal sealed class SwapArms(Swaps swaps, PrincipalComponents components, int width, SubspaceSpec spec)
{
    /// <summary>Swaps arm by arm.</summary>
    /// <param name="pairs">Base and source.</param>
    /// <param name="selected">The selected components.</param>
    /// <param name="shuffled">Those selected from shuffled labels.</param>
    /// <param name="halves">Those selected from the first half of the classes, and from the second.</param>
    /// <param name="classes">Number of classes.</param>
    internal ImmutableArray<SwapOutcome> Of(
        ImmutableArray<SwapPair> pairs,
        ImmutableArray<int> selected,
        ImmutableArray<int> shuffled,
        (ImmutableArray<int> First, ImmutableArray<int> Second) halves,
        int classes)
    {
        int rank = selected.Length;
        Seed seed = new Seed(spec.Seed).Split("random subspaces");
        Subspace main = Span(selected);
        int[] rest = [.. Enumerable.Range(0, width).Except(selected)];
        Subspace?[] random = [.. Enumerable.Range(0, spec.Draws).Select(draw => RandomSubspaces.Draw(width, rank, seed.Split(draw)))];
        Subspace?[] single =
            [main, null, Span(Enumerable.Range(0, rank)), Span(shuffled), .. rest.Length == 0 ? [] : new Subspace?[] { Span(rest) }];
        int[][] answers = swaps.Answers(pairs, [.. single, .. random]);
        SwapPair[] exchanged = [.. pairs.Select(pair => pair with { Programs = pair.Programs.Swapped() })];
        var outcomes = ImmutableArray.CreateBuilder<SwapOutcome>();
        outcomes.Add(Outcome(SwapArm.Selected, rank, pairs, answers[0]));
        outcomes.Add(Outcome(SwapArm.WholeVector, width, pairs, answers[1]));
        if (rest.Length > 0)
        {
            outcomes.Add(Outcome(SwapArm.Complement, rest.Length, pairs, answers[4]));
        }

        outcomes.Add(Outcome(SwapArm.LargestVariance, rank, pairs, answers[2]));
        outcomes.Add(Outcome(SwapArm.Random, rank, pairs, answers[single.Length..]));
        outcomes.Add(Outcome(SwapArm.EqualNorm, rank, pairs, swaps.AnswersOfEqualNorm(pairs, main, seed.Split("equal norm"))));
        outcomes.Add(Outcome(SwapArm.ShuffledLabels, shuffled.Length, pairs, answers[3]));
        outcomes.Add(Outcome(SwapArm.Exchanged, rank, exchanged, swaps.Answers(exchanged, [main])[0]));
        outcomes.AddRange(Unseen(pairs, main, halves, classes));
        SwapPair[] chains = [.. pairs.Where(pair => pair.HasRootFirst && pair.Places.Length > 1)];
        if (chains.Length > 1)
        {
            SwapPair[] later = [.. chains.Select(pair => pair with { Places = pair.Places[1..] })];
            int[][] handedOn = swaps.Answers(later, [main, null, Span(Enumerable.Range(0, rank)), .. random]);
            outcomes.Add(Outcome(
                SwapArm.RootAlone, rank, chains, swaps.Answers([.. chains.Select(pair => pair with { Places = pair.Places[..1] })], [main])[0]));
            outcomes.Add(Outcome(SwapArm.LaterAlone, rank, chains, handedOn[0]));
            outcomes.Add(Outcome(SwapArm.LaterWhole, width, chains, handedOn[1]));
            outcomes.Add(Outcome(SwapArm.LaterVariance, rank, chains, handedOn[2]));
            outcomes.Add(Outcome(SwapArm.LaterRandom, rank, chains, handedOn[3..]));
        }

        return outcomes.ToImmutable();
    }

    /// <summary>What half of the classes teaches, on pairs within the other half; both ways.</summary>
    private IEnumerable<SwapOutcome> Unseen(
        ImmutableArray<SwapPair> pairs, Subspace main, (ImmutableArray<int> First, ImmutableArray<int> Second) halves, int classes)
    {
        int half = classes / 2;
        SwapPair[] low = [.. pairs.Where(pair => pair.Classes.One < half && pair.Classes.Other < half)];
        SwapPair[] high = [.. pairs.Where(pair => pair.Classes.One >= half && pair.Classes.Other >= half)];
        var unseen = new List<int>();
        var known = new List<int>();
        foreach ((SwapPair[] some, ImmutableArray<int> other) in new[] { (low, halves.Second), (high, halves.First) })
        {
            if (some.Length > 0)
            {
                int[][] answers = swaps.Answers(some, [Span(other), main]);
                unseen.AddRange(answers[0]);
                known.AddRange(answers[1]);
            }
        }

        if (unseen.Count > 0)
        {
            yield return Outcome(SwapArm.UnseenClasses, halves.First.Length, [.. low, .. high], [.. unseen]);
            yield return Outcome(SwapArm.SelectedOnSamePairs, main.Rank, [.. low, .. high], [.. known]);
        }
    }

    /// <summary>What some components span.</summary>
    internal Subspace Span(IEnumerable<int> chosen) => Subspace.Spanning(chosen.Select(component => components.Directions[component]));

    private static SwapOutcome Outcome(SwapArm arm, int rank, IReadOnlyList<SwapPair> pairs, params int[][] draws)
    {
        int Successes(int[] answers) => answers.Where((answer, row) => answer == pairs[row].Programs.SourceExecution.Value).Count();
        int kept = draws.Sum(answers => answers.Where((answer, row) => answer == pairs[row].Programs.BaseExecution.Value).Count());
        double[] rates = [.. draws.Select(answers => Successes(answers) / (double)pairs.Count)];

        // The interval is that of the programs: further draws make the mean steadier, but bring no further programs.
        return new SwapOutcome(
            arm,
            rank,
            Proportion.Of(rates.Average(), pairs.Count),
            Proportion.Of(kept / (double)(pairs.Count * draws.Length), pairs.Count),
            draws.Length,
            rates.Min(),
            rates.Max(),
            Half(0),
            Half(1));

        Proportion? Half(int half)
        {
            int[] rows = [.. Enumerable.Range(0, pairs.Count).Where(row => row % 2 == half)];
            return rows.Length == 0 ? null : Proportion.Of(
                draws.Average(answers => rows.Count(row => answers[row] == pairs[row].Programs.SourceExecution.Value) / (double)rows.Length),
                rows.Length);
        }
    }
}

/// <summary>What is taken from the source program at the chosen tokens.</summary>
public enum SwapArm
{
    /// <summary>The selected components.</summary>
    Selected,

    /// <summary>The whole vector: the ceiling of everything below.</summary>
    WholeVector,

    /// <summary>Everything but the selected components.</summary>
    Complement,

    /// <summary>As many of the components with the largest variance.</summary>
    LargestVariance,

    /// <summary>Random subspaces of the same rank, drawn many times.</summary>
    Random,

    /// <summary>The vector moved in a random direction by as much as the selected components would move it.</summary>
    EqualNorm,

    /// <summary>Components that the same classifier selects from shuffled labels.</summary>
    ShuffledLabels,

    /// <summary>
    /// Components selected on half of the classes, on pairs between classes of the other half (value arms swapped); both ways together.
    /// </summary>
    UnseenClasses,

    /// <summary>The selected components on the same pairs of classes as <see cref="UnseenClasses"/>, to compare with.</summary>
    SelectedOnSamePairs,

    /// <summary>The selected components, base and source exchanged.</summary>
    Exchanged,

    /// <summary>The selected components at the root's token alone, which holds the digit itself; chains of two hops and more. Digits only.</summary>
    RootAlone,

    /// <summary>The selected components at the later tokens of the chain alone, to which the digit has to be handed on; the same programs.</summary>
    LaterAlone,

    /// <summary>The whole vector at the later tokens alone.</summary>
    LaterWhole,

    /// <summary>As many of the components with the largest variance at the later tokens alone.</summary>
    LaterVariance,

    /// <summary>Random subspaces of the same rank at the later tokens alone.</summary>
    LaterRandom,
}

/// <summary>Subspaces that know nothing: every one of a rank equally likely.</summary>
internal static class RandomSubspaces
{
    /// <summary>The span of random directions.</summary>
    internal static Subspace Draw(int width, int rank, Seed seed)
    {
        RandomStream random = seed.Stream();
        var directions = new List<double[]>();
        for (int i = 0; i < rank; i++)
        {
            directions.Add(Direction(width, ref random));
        }

        return Subspace.Spanning(directions);
    }

    /// <summary>Moves a vector in place in a random direction.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="length">How far.</param>
    /// <param name="random">Draws the direction.</param>
    internal static void Move(Span<float> vector, double length, ref RandomStream random)
    {
        double[] direction = Direction(vector.Length, ref random);
        double scale = length / Math.Sqrt(direction.Sum(value => value * value));
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] += (float)(scale * direction[i]);
        }
    }

    /// <summary>Independent normal numbers: no direction is preferred.</summary>
    internal static double[] Direction(int width, ref RandomStream random)
    {
        var numbers = new double[width];
        for (int i = 0; i < width; i++)
        {
            numbers[i] = Normal.Draw(random.NextDouble(), random.NextDouble());
        }

        return numbers;
    }
}
