using System.Numerics.Tensors;

namespace Bindscope.Analysis.Probes.Regression;

/// <summary>
/// Multinomial logistic regression with an L1 penalty, an L2 penalty, or both, by accelerated proximal gradient steps.
/// </summary>
/// <remarks>
/// <para>
/// FISTA (Beck and Teboulle, SIAM J. Imaging Sciences 2, 2009) with a step that is found by backtracking and may grow again, and with the
/// gradient restart of O'Donoghue and Candès (Foundations of Computational Mathematics 15, 2015). Intercepts are not penalised.
/// </para>
/// <para>
/// Every few steps the intercepts are solved for (Newton), and the residual, shrunk until it is feasible, becomes a point of the dual
/// problem. The difference of the two values bounds how far the objective is from its minimum: a fit is converged when that is small,
/// not when it stopped moving. Derivation in docs/methods/subspaces.md.
/// </para>
/// </remarks>
internal static class SoftmaxRegression
{
    private const int CheckEvery = 10;
    private const double Comparable = 1e-11;

    /// <summary>Fits.</summary>
    /// <param name="problem">Samples and labels.</param>
    /// <param name="penalty">At least one part above 0, or the best weights may be infinite.</param>
    /// <param name="options">When to stop.</param>
    /// <param name="start">Weights to start from, of a fit with another penalty; null for zeros.</param>
    /// <param name="cancellation">Stops between steps.</param>
    internal static SoftmaxFit Fit(
        SoftmaxProblem problem, Penalty penalty, FitOptions options, SoftmaxFit? start = null, CancellationToken cancellation = default)
    {
        double[] weights = (double[])(start?.Weights ?? problem.NullWeights).Clone(); // [F+1, G*K]
        double[] scores = problem.Scores(weights); // [N, G, K]
        (double[] ahead, double[] aheadScores) = ((double[])weights.Clone(), (double[])scores.Clone());
        var step = new Step(problem, penalty);
        double momentum = 1;
        for (int iteration = 0; ; iteration++)
        {
            if (iteration % CheckEvery == 0 || iteration == options.MaximumIterations)
            {
                cancellation.ThrowIfCancellationRequested();
                (double objective, double gap) = OptimalityGap.Of(problem, weights, scores, penalty);
                double share = Math.Max(0, gap) / problem.NullCost;
                if (share <= options.Tolerance || iteration >= options.MaximumIterations)
                {
                    return new SoftmaxFit(
                        weights, problem.Width, problem.Classes, penalty, objective, share, iteration, share <= options.Tolerance);
                }
            }

            step.From(ahead, aheadScores);
            bool overshot = Along(ahead, step.Next, weights) > 0;
            double faster = overshot ? 1 : (1 + Math.Sqrt(1 + (4 * momentum * momentum))) / 2;
            double carry = overshot ? 0 : (momentum - 1) / faster;
            momentum = faster;
            Extrapolate(step.Next, weights, carry, ahead);
            Extrapolate(step.Scores, scores, carry, aheadScores);
            (weights, scores) = step.Exchange(weights, scores);
        }
    }

    /// <summary>(ahead - next) . (next - weights).</summary>
    private static double Along(double[] ahead, double[] next, double[] weights)
    {
        double sum = 0;
        for (int i = 0; i < next.Length; i++)
        {
            sum += (ahead[i] - next[i]) * (next[i] - weights[i]);
        }

        return sum;
    }

    /// <summary>result = next + carry * (next - before).</summary>
    private static void Extrapolate(double[] next, double[] before, double carry, double[] result)
    {
        TensorPrimitives.Subtract<double>(next, before, result);
        TensorPrimitives.MultiplyAdd(result, carry, next, result);
    }

    /// <summary>Proximal gradient steps; the curvature grows until the quadratic bound holds.</summary>
    private sealed class Step(SoftmaxProblem problem, Penalty penalty)
    {
        private readonly double[] residual = new double[problem.Samples * problem.Outputs];
        private readonly double[] gradient = new double[problem.NullWeights.Length];
        private readonly double[] move = new double[problem.NullWeights.Length];
        private readonly int penalised = problem.Width * problem.Outputs;
        private double curvature = 0.1;

        /// <summary>Weights after the step, [F+1, G*K].</summary>
        internal double[] Next { get; private set; } = new double[problem.NullWeights.Length];

        /// <summary>Their scores, [N, G, K].</summary>
        internal double[] Scores { get; private set; } = new double[problem.Samples * problem.Outputs];

        /// <summary>Hands over what the step made, and takes other memory for the next one.</summary>
        internal (double[] Weights, double[] Scores) Exchange(double[] weights, double[] scores)
        {
            (double[] Weights, double[] Scores) made = (Next, Scores);
            (Next, Scores) = (weights, scores);
            return made;
        }

        internal void From(double[] from, double[] scores)
        {
            double cost = problem.Cost(scores, residual) + SquareCost(from);
            problem.Gradient(residual, gradient);
            Products.AddScaled(gradient.AsSpan(0, penalised), from.AsSpan(0, penalised), penalty.Square);
            double limit = problem.LargestCurvature + penalty.Square;
            curvature = Math.Min(0.9 * curvature, limit);
            while (true)
            {
                TensorPrimitives.MultiplyAdd(gradient, -1 / curvature, from, Next);
                Shrink(Next.AsSpan(0, penalised), penalty.Absolute / curvature);
                problem.Scores(Next, Scores);
                TensorPrimitives.Subtract<double>(Next, from, move);
                double quadratic = curvature / 2 * TensorPrimitives.SumOfSquares<double>(move);
                double reached = problem.Cost(Scores, residual) + SquareCost(Next);

                // Where the step is so small that rounding decides the comparison, only the curvature that is always enough will do.
                bool isComparable = quadratic > Comparable * (1 + Math.Abs(cost));
                bool isBounded = isComparable && reached <= cost + TensorPrimitives.Dot<double>(gradient, move) + quadratic;
                if (isBounded || curvature >= limit)
                {
                    return;
                }

                curvature = isComparable ? Math.Min(1.5 * curvature, limit) : limit;
            }
        }

        private double SquareCost(double[] weights) =>
            penalty.Square == 0 ? 0 : penalty.Square / 2 * TensorPrimitives.SumOfSquares<double>(weights.AsSpan(0, penalised));

        /// <summary>Brings each number nearer to zero, and to zero where it is near.</summary>
        private static void Shrink(Span<double> values, double by)
        {
            foreach (ref double value in values)
            {
                value = Math.CopySign(Math.Max(Math.Abs(value) - by, 0), value);
            }
        }
    }
}
