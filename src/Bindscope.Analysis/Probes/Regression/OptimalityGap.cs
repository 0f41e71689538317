using Bindscope.Model.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Analysis.Probes.Regression;

/// <summary>How far a fit can be from the best one: the difference between its objective and a value of the dual problem.</summary>
internal static class OptimalityGap
{
    private const int NewtonSteps = 20;
    private const double Balanced = 1e-11;

    /// <summary>Improves the intercepts in place, then measures.</summary>
    /// <param name="problem">Samples and labels.</param>
    /// <param name="weights">[F+1, G*K]; the last row changes.</param>
    /// <param name="scores">Their scores [N, G, K]; change with them.</param>
    /// <param name="penalty">The penalty.</param>
    /// <returns>Objective and gap, in nats.</returns>
    internal static (double Objective, double Gap) Of(SoftmaxProblem problem, Tensor weights, Tensor scores, Penalty penalty)
    {
        using DisposeScope scope = NewDisposeScope();
        double unbalanced = Balance(problem, weights, scores);
        Tensor features = weights.narrow(0, 0, problem.Width); // [F, G*K]
        double objective = problem.Cost(scores)
            + (penalty.Absolute * features.abs().sum().item<double>())
            + (penalty.Square / 2 * features.square().sum().item<double>());
        Tensor residual = problem.Residual(scores); // [N, G, K]
        Tensor slope = problem.Gradient(residual).narrow(0, 0, problem.Width); // [F, G*K]

        // With an L1 penalty alone the dual point must be feasible: no slope beyond the penalty.
        double largest = slope.abs().max().item<double>();
        double shrink = penalty.Square > 0 || largest <= penalty.Absolute ? 1 : penalty.Absolute / largest;
        double dual = problem.Entropy(residual * shrink);
        if (penalty.Square > 0)
        {
            dual -= (slope.abs() - penalty.Absolute).clamp_min(0).square().sum().item<double>() / (2 * penalty.Square);
        }

        return (objective, objective - dual + unbalanced);
    }

    /// <summary>Newton's method on the intercepts, until each class is predicted as often as it occurs.</summary>
    /// <returns>What is left of the imbalance, in nats.</returns>
    private static double Balance(SoftmaxProblem problem, Tensor weights, Tensor scores)
    {
        for (int step = 0; ; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor probabilities = scores.softmax(-1); // [N, G, K]
            Tensor off = problem.Residual(scores).mean([0]); // [G, K]
            Tensor intercepts = weights[problem.Width].view(problem.Groups, problem.Classes); // [G, K]
            if (step == NewtonSteps || off.abs().max().item<double>() < Balanced)
            {
                return (off * (intercepts - intercepts.mean([-1], keepdim: true))).abs().sum().item<double>();
            }

            Tensor grouped = probabilities.transpose(0, 1); // [G, N, K]
            Tensor hessian = probabilities.mean([0]).diag_embed() - (grouped.transpose(1, 2).matmul(grouped) / problem.Samples); // [G, K, K]
            Tensor change = linalg.pinv(hessian, hermitian: true).matmul(off.unsqueeze(-1)).squeeze(-1).clamp(-1, 1); // [G, K]
            weights[problem.Width].sub_(change.flatten());
            scores.sub_(change);
            NativeHeap.ReturnFreedMemory();
        }
    }
}
