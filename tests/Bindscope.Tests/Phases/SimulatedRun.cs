using System.Collections.Immutable;
using Bindscope.Programs.Generation;
using Bindscope.Runs;
using Bindscope.Tests.Runs;

namespace Bindscope.Tests.Phases;

/// <summary>Runs whose true accuracy curve is known, with the noise of a test set and a wobble of the model.</summary>
internal static class SimulatedRun
{
    /// <summary>Steps like those of a real run: dense at first, then regular.</summary>
    public static long[] Steps(long last, long regular) =>
    [
        .. new long[] { 0, 10, 20, 50, 100 }.Where(step => step < Math.Min(regular, last)),
        .. Enumerable.Range(1, (int)(last / regular)).Select(i => i * regular),
    ];

    /// <summary>Straight lines in the logarithm of the step between corners; flat before the first and after the last.</summary>
    public static Func<long, double> Corners(params (double Step, double Accuracy)[] corners) => step =>
    {
        var next = Array.FindIndex(corners, corner => corner.Step > step);
        if (next <= 0)
        {
            return next == 0 ? corners[0].Accuracy : corners[^1].Accuracy;
        }

        var (from, to) = (corners[next - 1], corners[next]);
        return from.Accuracy + ((to.Accuracy - from.Accuracy) * Math.Log(step / from.Step) / Math.Log(to.Step / from.Step));
    };

    /// <summary>A smooth rise from 0 to 1 in the logarithm of the step, half-way at a given step.</summary>
    public static double Sigmoid(long step, double middle, double width) => 1 / (1 + Math.Exp(-Math.Log((step + 1) / middle) / width));

    /// <summary>Of the wrong predictions a guesser among these programs' constants says so many of the first two.</summary>
    public const double Guessed = 0.4;

    /// <summary>
    /// A run with that accuracy curve; its predictions agree with the first two constants as given, the wrong ones of them in nine of ten
    /// programs above chance, where nothing else is given.
    /// </summary>
    public static RunMetrics Of(
        IEnumerable<long> steps,
        Func<long, double> accuracy,
        ref RandomStream random,
        int programs = 4000,
        double wobble = 0,
        Func<double, double>? firstTwoShare = null,
        Func<double, double>? firstTwoWhereWrong = null)
    {
        firstTwoShare ??= share => share < 0.2 ? 0.25 : 0.63;
        firstTwoWhereWrong ??= share => share < 0.2 ? 0.2 : 0.9;
        var evaluations = ImmutableArray.CreateBuilder<Evaluation>();
        var drift = 0.0;
        foreach (var step in steps)
        {
            var mean = accuracy(step);
            drift = (0.5 * drift) + (wobble * Math.Sqrt(0.75) * Normal(ref random));
            var wandered = Math.Clamp(mean + (drift * 2 * Math.Sqrt(mean * (1 - mean))), 0, 1);
            var correct = Binomial(programs, wandered, ref random);
            var wrong = programs - correct;
            var any = mean < 0.2 ? 0.25 : 0.99;
            evaluations.Add(SampleEvaluation.At(step, correct, programs, (int)(firstTwoShare(mean) * programs), new WrongTally(
                wrong, (int)(Math.Min(any, firstTwoWhereWrong(mean)) * wrong), Guessed * wrong, (int)(any * wrong), 0.25 * wrong)));
        }

        return new RunMetrics(evaluations.ToImmutable(), null);
    }

    private static int Binomial(int n, double p, ref RandomStream random)
    {
        var successes = 0;
        for (var i = 0; i < n; i++)
        {
            successes += random.NextDouble() < p ? 1 : 0;
        }

        return successes;
    }

    private static double Normal(ref RandomStream random)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
        return radius * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
