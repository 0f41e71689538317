using Bindscope.Runs;

namespace Bindscope.Analysis.Phases;

/// <summary>An accuracy curve with sums that price any piece of it in constant time.</summary>
/// <remarks>
/// Time is the logarithm of (step + first positive step): the paper's axis, with a place for step 0. An evaluation's weight is one over
/// its variance: the binomial variance of the test set, and the tolerance squared. Accuracy below chance counts as chance: an untrained
/// model, which predicts letters as often as digits, knows no less than one that predicts some digit.
/// </remarks>
internal sealed class Trajectory
{
    private readonly Moments[] upTo;

    private Trajectory(double[] x, double[] y, double[] weights)
    {
        X = x;
        Y = y;
        Weights = weights;
        upTo = new Moments[x.Length + 1];
        for (var i = 0; i < x.Length; i++)
        {
            upTo[i + 1] = upTo[i] + Moments.Of(x[i], y[i], weights[i]);
        }
    }

    public int Length => X.Length;

    /// <summary>Time of each evaluation, centred.</summary>
    public double[] X { get; }

    /// <summary>Accuracy of each evaluation, or chance where it is below that.</summary>
    public double[] Y { get; }

    public double[] Weights { get; }

    public static Trajectory Of(IReadOnlyList<Evaluation> evaluations, PhasesSpec spec)
    {
        var offset = Math.Max(1, evaluations.Select(evaluation => evaluation.Step).FirstOrDefault(step => step > 0));
        var times = evaluations.Select(evaluation => Math.Log(evaluation.Step + offset)).ToArray();
        var middle = times.Average();
        var weights = evaluations.Select(evaluation => 1 / (SamplingVariance(evaluation) + (PhasesSpec.Tolerance * PhasesSpec.Tolerance)));
        return new Trajectory([.. times.Select(time => time - middle)], [.. evaluations.Select(e => Math.Max(e.Accuracy, spec.Chance()))], [.. weights]);
    }

    /// <summary>Sums over the evaluations from <paramref name="first"/> up to, not including, <paramref name="end"/>.</summary>
    public Moments Between(int first, int end) => upTo[end] - upTo[first];

    /// <summary>Half a success and half a failure are added, so that an accuracy of 1 has some variance.</summary>
    private static double SamplingVariance(Evaluation evaluation)
    {
        var share = (evaluation.CorrectCount() + 0.5) / (evaluation.N + 1);
        return share * (1 - share) / evaluation.N;
    }
}

/// <summary>Weighted sums over a stretch of a curve: of 1, x, x², y, xy and y².</summary>
internal readonly record struct Moments(double W, double Wx, double Wxx, double Wy, double Wxy, double Wyy)
{
    public static Moments Of(double x, double y, double weight) =>
        new(weight, weight * x, weight * x * x, weight * y, weight * x * y, weight * y * y);

    public static Moments operator +(Moments a, Moments b) =>
        new(a.W + b.W, a.Wx + b.Wx, a.Wxx + b.Wxx, a.Wy + b.Wy, a.Wxy + b.Wxy, a.Wyy + b.Wyy);

    public static Moments operator -(Moments a, Moments b) =>
        new(a.W - b.W, a.Wx - b.Wx, a.Wxx - b.Wxx, a.Wy - b.Wy, a.Wxy - b.Wxy, a.Wyy - b.Wyy);

    /// <summary>Slope of the weighted least-squares line through the stretch; 0 where all x are equal.</summary>
    public double Slope()
    {
        var spread = Wxx - (Wx * Wx / W);
        return spread > 1e-12 * W ? (Wxy - (Wx * Wy / W)) / spread : 0;
    }
}
