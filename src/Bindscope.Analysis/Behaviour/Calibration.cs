using System.Collections.Immutable;
using Bindscope.Analysis.Results;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.Behaviour;

/// <summary>Whether the model is right as often as its probabilities say.</summary>
/// <param name="Bins">Ten bins of equal width; those without a prediction are left out.</param>
/// <param name="ExpectedError">
/// Mean distance between confidence and accuracy over the bins, weighted by predictions. Never negative, so noise alone makes it positive.
/// </param>
/// <param name="Overconfidence">Mean confidence minus accuracy.</param>
/// <param name="Loss">Mean of minus the logarithm of the answer's probability, in nats.</param>
public sealed record Calibration(ImmutableArray<CalibrationBin> Bins, Estimate ExpectedError, Estimate Overconfidence, Estimate Loss);

/// <summary>The predictions of about one confidence.</summary>
/// <param name="From">Lowest confidence of the bin, 0 to 1.</param>
/// <param name="To">Highest confidence.</param>
/// <param name="Confidence">Mean confidence of the predictions in it.</param>
/// <param name="Accuracy">Share of them that are right.</param>
public sealed record CalibrationBin(double From, double To, double Confidence, Proportion Accuracy);

/// <summary>Compares confidence with accuracy, bin by bin.</summary>
/// <remarks>Expected calibration error as in C. Guo and others, <em>On Calibration of Modern Neural Networks</em>, ICML 2017.</remarks>
internal static class CalibrationCurve
{
    private const int BinCount = 10;
    private const int Resamples = 200;

    internal static Calibration Of(IReadOnlyList<Reading> readings, IReadOnlyList<bool> right)
    {
        int count = readings.Count;
        var bins = Enumerable.Range(0, count).GroupBy(i => BinOf(readings[i].Confidence)).OrderBy(bin => bin.Key).Select(bin =>
            new CalibrationBin(
                (double)bin.Key / BinCount,
                (bin.Key + 1.0) / BinCount,
                bin.Average(i => readings[i].Confidence),
                Proportion.OfCounts(bin.Count(i => right[i]), bin.Count())));
        var bootstrap = Bootstraps.Of(count);
        double[] excess = [.. readings.Select((reading, i) => reading.Confidence - (right[i] ? 1 : 0))];
        return new Calibration(
            [.. bins],
            ErrorOf(readings, excess),
            bootstrap.Mean(excess),
            bootstrap.Mean([.. readings.Select(reading => reading.Loss)]));
    }

    private static int BinOf(double confidence) => Math.Min(BinCount - 1, (int)(confidence * BinCount));

    private static Estimate ErrorOf(IReadOnlyList<Reading> readings, double[] excess)
    {
        int count = excess.Length;
        int[] binOf = [.. readings.Select(reading => BinOf(reading.Confidence))];
        double Error(Func<int, int> member)
        {
            // |mean confidence - accuracy| times the bin's share is |sum of the differences| over all programs.
            Span<double> sums = stackalloc double[BinCount];
            for (int i = 0; i < count; i++)
            {
                int chosen = member(i);
                sums[binOf[chosen]] += excess[chosen];
            }

            double total = 0;
            foreach (double sum in sums)
            {
                total += Math.Abs(sum);
            }

            return total / count;
        }

        RandomStream random = new Seed(0).Split("calibration").Stream();
        var drawn = new double[Resamples];
        for (int i = 0; i < Resamples; i++)
        {
            drawn[i] = Error(_ => random.Next(count));
        }

        return Estimate.OfResamples(Error(i => i), drawn, count);
    }
}
