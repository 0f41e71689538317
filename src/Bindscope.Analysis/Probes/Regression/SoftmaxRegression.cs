using Bindscope.Model.Native;
using TorchSharp;
using static TorchSharp.torch;

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
        using IDisposable quiet = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = start is null
            ? problem.NullWeights.clone()
            : tensor(start.Weights, [problem.Width + 1, problem.Groups * problem.Classes]);
        Tensor scores = problem.Scores(weights); // [N, G, K]
        (Tensor ahead, Tensor aheadScores) = (weights.clone(), scores.clone());
        (double momentum, double curvature) = (1, 0.1);
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
                        SoftmaxProblem.Numbers(weights),
                        problem.Width,
                        problem.Classes,
                        penalty,
                        objective,
                        share,
                        iteration,
                        share <= options.Tolerance);
                }
            }

            using DisposeScope step = NewDisposeScope();
            (Tensor next, Tensor nextScores) = Step(problem, penalty, ahead, aheadScores, ref curvature);
            Tensor moved = next - weights; // [F+1, G*K]
            bool overshot = ((ahead - next) * moved).sum().item<double>() > 0;
            double faster = overshot ? 1 : (1 + Math.Sqrt(1 + (4 * momentum * momentum))) / 2;
            double carry = overshot ? 0 : (momentum - 1) / faster;
            Tensor nextAhead = next + (carry * moved);
            Tensor nextAheadScores = (nextScores - scores).mul_(carry).add_(nextScores);
            foreach (Tensor old in new[] { weights, scores, ahead, aheadScores })
            {
                old.Dispose();
            }

            momentum = faster;
            weights = next.MoveToOuterDisposeScope();
            scores = nextScores.MoveToOuterDisposeScope();
            ahead = nextAhead.MoveToOuterDisposeScope();
            aheadScores = nextAheadScores.MoveToOuterDisposeScope();
            NativeHeap.ReturnFreedMemory();
        }
    }

    /// <summary>One proximal gradient step; the curvature grows until the quadratic bound holds.</summary>
    private static (Tensor Next, Tensor Scores) Step(
        SoftmaxProblem problem, Penalty penalty, Tensor from, Tensor scores, ref double curvature)
    {
        double cost = problem.Cost(scores) + SquareCost(from, problem.Width, penalty);
        Tensor gradient = problem.Gradient(problem.Residual(scores)); // [F+1, G*K]
        gradient.narrow(0, 0, problem.Width).add_(from.narrow(0, 0, problem.Width), penalty.Square);
        double limit = problem.LargestCurvature + penalty.Square;
        curvature = Math.Min(0.9 * curvature, limit);
        while (true)
        {
            Tensor next = from - (gradient / curvature); // [F+1, G*K]
            Tensor features = next.narrow(0, 0, problem.Width); // [F, G*K]
            features.copy_(features.sign() * (features.abs() - (penalty.Absolute / curvature)).clamp_min(0));
            Tensor nextScores = problem.Scores(next); // [N, G, K]
            Tensor move = next - from; // [F+1, G*K]
            double quadratic = curvature / 2 * move.square().sum().item<double>();
            double reached = problem.Cost(nextScores) + SquareCost(next, problem.Width, penalty);

            // Where the step is so small that rounding decides the comparison, only the curvature that is always enough will do.
            bool isComparable = quadratic > Comparable * (1 + Math.Abs(cost));
            bool isBounded = isComparable && reached <= cost + (gradient * move).sum().item<double>() + quadratic;
            if (isBounded || curvature >= limit)
            {
                return (next, nextScores);
            }

            curvature = isComparable ? Math.Min(1.5 * curvature, limit) : limit;
        }
    }

    private static double SquareCost(Tensor weights, int width, Penalty penalty) =>
        penalty.Square == 0 ? 0 : penalty.Square / 2 * weights.narrow(0, 0, width).square().sum().item<double>();
}
