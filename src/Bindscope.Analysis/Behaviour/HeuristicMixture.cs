using System.Globalization;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.Behaviour;

/// <summary>
/// Which heuristic explains each prediction? Many heuristics agree on many programs, so counting agreements credits all of them. Here the
/// predictions are fitted as a mixture: with some weight the model uses each heuristic, or guesses one of the program's constants (each line that
/// holds one alike), or guesses any digit; a heuristic that does not apply to a program guesses any digit there. The weights of greatest
/// likelihood are found by expectation maximisation, and their intervals by resampling programs. A prediction's explanation is the component
/// that is most likely to have made it.
/// </summary>
/// <remarks>
/// What would mislead: weights describe the predictions as if each program were answered by one rule, drawn anew; they name no mechanism. A rule
/// that is not in the list is credited to those most like it, or to guessing. Rules that nearly always agree share their weight
/// unsurely, which the intervals show.
/// </remarks>
internal sealed class HeuristicMixture
{
    /// <summary>The explanation of a guess among all digits.</summary>
    internal const int AnyDigit = -1;

    /// <summary>The explanation of a guess among the program's constants.</summary>
    internal const int AnyConstant = -3;

    private const int Resamples = 200;

    /// <summary>Rules that differ in few programs exchange their weights slowly: a climb that ends sooner makes intervals too narrow.</summary>
    private const double Enough = 1e-7;
    private const int MostRounds = 2_000;

    /// <summary>Probability of each component's (inner; then guessing a constant and guessing any digit) having made each kind of prediction (outer).</summary>
    private readonly double[][] kinds;

    /// <summary>The components whose probability is not 0, for each kind: few.</summary>
    private readonly int[][] possible;
    private readonly int[] kindOf;
    private readonly int[] components;

    private HeuristicMixture(double[][] kinds, int[] kindOf, int[] components)
    {
        (this.kinds, this.kindOf, this.components) = (kinds, kindOf, components);
        possible = [.. kinds.Select(chances => Enumerable.Range(0, chances.Length).Where(part => chances[part] > 0).ToArray())];
    }

    /// <summary>The weight of each heuristic; null for those that were left out.</summary>
    internal Estimate?[] Weights { get; private set; } = [];

    /// <summary>The weight of guessing any digit.</summary>
    internal Estimate Guess { get; private set; }

    /// <summary>The weight of guessing among the program's constants.</summary>
    internal Estimate GuessConstant { get; private set; }

    /// <summary>
    /// For each prediction the place of the most likely heuristic, or <see cref="AnyDigit"/> or <see cref="AnyConstant"/> for guessing.
    /// </summary>
    internal int[] Explanations { get; private set; } = [];

    /// <summary>Fits a mixture.</summary>
    /// <param name="predictions">Digits, one or more.</param>
    /// <param name="says">What each heuristic (outer) says to each program (inner), -1 for nothing.</param>
    /// <param name="used">Places of the heuristics to use, no two of which say the same everywhere.</param>
    /// <param name="constants">For each prediction the share of the program's lines with a constant that hold it.</param>
    /// <param name="digits">Digits to guess among.</param>
    internal static HeuristicMixture Fit(IReadOnlyList<int> predictions, int[][] says, int[] used, double[] constants, int digits)
    {
        double guess = 1.0 / digits;
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var kinds = new List<double[]>();
        var kindOf = new int[predictions.Count];
        for (int i = 0; i < predictions.Count; i++)
        {
            double[] chances = [.. used.Select(h => says[h][i] < 0 ? guess : says[h][i] == predictions[i] ? 1 : 0), constants[i], guess];
            string key = string.Join(' ', chances.Select(chance => chance.ToString("R", CultureInfo.InvariantCulture)));
            if (!known.TryGetValue(key, out kindOf[i]))
            {
                kindOf[i] = known[key] = kinds.Count;
                kinds.Add(chances);
            }
        }

        var mixture = new HeuristicMixture([.. kinds], kindOf, used);
        mixture.FitAll(says.Length);
        return mixture;
    }

    private void FitAll(int heuristics)
    {
        int parts = components.Length + 2;
        var counts = new double[kinds.Length];
        foreach (int kind in kindOf)
        {
            counts[kind]++;
        }

        double[] best = Climb(counts, [.. Enumerable.Repeat(1.0 / parts, parts)]);
        RandomStream random = new Seed(0).Split("mixture").Stream();
        var drawn = new double[Resamples][];
        for (int resample = 0; resample < Resamples; resample++)
        {
            Array.Clear(counts);
            for (int i = 0; i < kindOf.Length; i++)
            {
                counts[kindOf[random.Next(kindOf.Length)]]++;
            }

            // A weight of 0 would stay 0 for ever.
            drawn[resample] = Climb(counts, [.. best.Select(weight => (0.9 * weight) + (0.1 / parts))]);
        }

        Estimate Weight(int part)
        {
            var weight = Estimate.OfResamples(best[part], [.. drawn.Select(weights => weights[part])], kindOf.Length);
            return weight with { Low = Math.Min(weight.Value, weight.Low), High = Math.Max(weight.Value, weight.High) };
        }

        Weights = new Estimate?[heuristics];
        for (int part = 0; part < components.Length; part++)
        {
            Weights[components[part]] = Weight(part);
        }

        GuessConstant = Weight(parts - 2);
        Guess = Weight(parts - 1);
        int[] likeliest = [.. kinds.Select(chances => Likeliest(chances, best))];
        Explanations = [.. kindOf.Select(kind => (likeliest[kind] - components.Length) switch
        {
            0 => AnyConstant,
            1 => AnyDigit,
            _ => components[likeliest[kind]],
        })];
    }

    private static int Likeliest(double[] chances, double[] weights)
    {
        int likeliest = weights.Length - 1;
        for (int part = weights.Length - 2; part >= 0; part--)
        {
            likeliest = weights[part] * chances[part] >= weights[likeliest] * chances[likeliest] && weights[part] > 0 ? part : likeliest;
        }

        return likeliest;
    }

    /// <summary>
    /// Expectation maximisation, which crawls along ridges where rules agree, with squared extrapolation (SQUAREM; R. Varadhan and C. Roland, Scandinavian
    /// Journal of Statistics, 2008): after two steps it leaps along them as far as their curvature allows, and stays where the leap ends lower.
    /// </summary>
    private double[] Climb(double[] counts, double[] weights)
    {
        double[] first = new double[weights.Length], second = new double[weights.Length], leap = new double[weights.Length];
        for (int round = 0; round < MostRounds; round++)
        {
            Step(counts, weights, first);
            if (Moved(weights, first) < Enough)
            {
                return first;
            }

            double here = Step(counts, first, second);
            if (Leap(weights, first, second, leap) && Step(counts, leap, weights) >= here)
            {
                continue;
            }

            (weights, second) = (second, weights);
        }

        return weights;
    }

    /// <summary>Fills a point beyond two steps from the first; weights that the leap would make negative become a sixteenth of the second step's.</summary>
    /// <returns>Whether there is one.</returns>
    private static bool Leap(double[] from, double[] first, double[] second, double[] leap)
    {
        double step = 0;
        double bend = 0;
        for (int part = 0; part < from.Length; part++)
        {
            double moved = first[part] - from[part];
            double turned = second[part] - first[part] - moved;
            step += moved * moved;
            bend += turned * turned;
        }

        double length = Math.Sqrt(step / bend);
        if (!(double.IsFinite(length) && length > 1))
        {
            return false;
        }

        for (int part = 0; part < from.Length; part++)
        {
            double moved = first[part] - from[part];
            double far = from[part] + (2 * length * moved) + (length * length * (second[part] - first[part] - moved));
            leap[part] = Math.Max(far, second[part] / 16);
        }

        double sum = leap.Sum();
        for (int part = 0; part < leap.Length; part++)
        {
            leap[part] /= sum;
        }

        return true;
    }

    private static double Moved(double[] before, double[] after)
    {
        double most = 0;
        for (int part = 0; part < before.Length; part++)
        {
            most = Math.Max(most, Math.Abs(after[part] - before[part]));
        }

        return most;
    }

    /// <summary>One step of expectation maximisation.</summary>
    /// <returns>The log-likelihood of the weights that it began with.</returns>
    private double Step(double[] counts, double[] weights, double[] next)
    {
        double logLikelihood = 0;
        Array.Clear(next);
        for (int kind = 0; kind < kinds.Length; kind++)
        {
            if (counts[kind] == 0)
            {
                continue;
            }

            double[] chances = kinds[kind];
            double likelihood = 0;
            foreach (int part in possible[kind])
            {
                likelihood += weights[part] * chances[part];
            }

            logLikelihood += counts[kind] * Math.Log(likelihood);
            double factor = likelihood > 0 ? counts[kind] / (kindOf.Length * likelihood) : 0;
            foreach (int part in possible[kind])
            {
                next[part] += factor * weights[part] * chances[part];
            }
        }

        return logLikelihood;
    }
}
