using Bindscope.Analysis.Pairs;

namespace Bindscope.Analysis.Mechanisms;

/// <summary>What a token's vector may bring from the source.</summary>
public enum Mechanism
{
    /// <summary>The digit itself: it is said whether the base holds it or not.</summary>
    Value,

    /// <summary>Where the line stands: the base's digit on that line is said. Positional.</summary>
    Line,

    /// <summary>What the line binds: the base's digit under that name is said. Lexical.</summary>
    Name,

    /// <summary>The source's digit as something to look for: it is said where the base holds it, and any digit where it does not. Reflexive.</summary>
    Self,

    /// <summary>Nothing: the base's answer stays.</summary>
    Kept,

    /// <summary>Something else: any digit.</summary>
    Other,
}

/// <summary>
/// The causal model: with a share each, one of the mechanisms decides the answer. Shares are those of greatest likelihood, found by expectation and
/// maximization (A. Dempster, N. Laird, D. Rubin, JRSS B 39, 1977); the likelihood is concave, so they do not depend on the start.
/// </summary>
/// <param name="digits">Number of digits.</param>
internal sealed class MechanismMixture(int digits)
{
    internal static int Count { get; } = Enum.GetValues<Mechanism>().Length;

    /// <summary>What a vector may bring; the others say that it brought nothing, or nothing that is known.</summary>
    internal static Mechanism[] Carried { get; } = [Mechanism.Value, Mechanism.Line, Mechanism.Name, Mechanism.Self];

    private const int MostSteps = 300;

    /// <summary>The digit that each mechanism gives; -1 where it gives any.</summary>
    internal static int[] Said(MechanismCase one, bool present)
    {
        int value = one.ValueIn(present);
        return [value, one.ByLine, one.ByName, present ? value : -1, one.Kept, -1];
    }

    /// <summary>How likely each mechanism makes a digit.</summary>
    internal double[] Likelihoods(int[] said, int digit) =>
        [.. said.Select(known => known < 0 ? 1.0 / digits : known == digit ? 1 : 0)];

    /// <summary>The distribution over digits that a mixture predicts.</summary>
    internal double[] Predicted(double[] shares, int[] said)
    {
        var predicted = new double[digits];
        for (int which = 0; which < Count; which++)
        {
            for (int digit = 0; digit < digits; digit++)
            {
                predicted[digit] += shares[which] * (said[which] < 0 ? 1.0 / digits : said[which] == digit ? 1 : 0);
            }
        }

        return predicted;
    }

    /// <summary>Fits the shares.</summary>
    /// <param name="seen">Answers by the likelihoods that the mechanisms give them, with their weights; some with weight above 0.</param>
    /// <returns>A share for each mechanism; they sum to 1.</returns>
    internal static double[] Fit(IReadOnlyCollection<(double[] Likelihoods, double Weight)> seen)
    {
        double[] shares = [.. Enumerable.Repeat(1.0 / Count, Count)];
        double total = seen.Sum(one => one.Weight);
        for (int step = 0; step < MostSteps; step++)
        {
            var next = new double[Count];
            foreach ((double[] likelihoods, double weight) in seen)
            {
                double sum = 0;
                for (int which = 0; which < Count; which++)
                {
                    sum += shares[which] * likelihoods[which];
                }

                for (int which = 0; which < Count; which++)
                {
                    next[which] += weight / total * shares[which] * likelihoods[which] / sum;
                }
            }

            double change = next.Zip(shares, (one, other) => Math.Abs(one - other)).Max();
            shares = next;
            if (change < 1e-5)
            {
                break;
            }
        }

        return shares;
    }

    /// <summary>One minus the Jensen-Shannon divergence of two distributions, with logarithms to the base 2: 1 where they are equal, 0 where they
    /// share nothing.</summary>
    internal static double Similarity(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        double divergence = 0;
        for (int i = 0; i < one.Length; i++)
        {
            double mean = (one[i] + other[i]) / 2;
            divergence += (one[i] > 0 ? one[i] * Math.Log2(one[i] / mean) / 2 : 0) + (other[i] > 0 ? other[i] * Math.Log2(other[i] / mean) / 2 : 0);
        }

        return 1 - divergence;
    }
}

/// <summary>What a patched run said of one case: the digits' probabilities with each source.</summary>
/// <param name="Case">The case.</param>
/// <param name="Present">With the source whose digit the base holds.</param>
/// <param name="Absent">With the other.</param>
internal readonly record struct MechanismAnswer(MechanismCase Case, double[] Present, double[] Absent)
{
    internal AnswerLineGroup AddressLine => AnswerLineGroups.Of(Case.AddressLine);

    internal IEnumerable<(bool IsPresent, double[] Probabilities)> Arms => [(true, Present), (false, Absent)];

    internal static int Top(double[] probabilities) => Array.IndexOf(probabilities, probabilities.Max());
}
