using System.Numerics.Tensors;

namespace Bindscope.Analysis.Probes.Regression;

/// <summary>How far a fit can be from the best one: the difference between its objective and a value of the dual problem.</summary>
internal static class OptimalityGap
{
    private const int NewtonSteps = 20;
    private const double Balanced = 1e-11;
    private const double MachineEpsilon = 2.220446049250313e-16;

    /// <summary>Improves the intercepts in place, then measures.</summary>
    /// <param name="problem">Samples and labels.</param>
    /// <param name="weights">[F+1, G*K]; the last row changes.</param>
    /// <param name="scores">Their scores [N, G, K]; change with them.</param>
    /// <param name="penalty">The penalty.</param>
    /// <returns>Objective and gap, in nats.</returns>
    internal static (double Objective, double Gap) Of(SoftmaxProblem problem, double[] weights, double[] scores, Penalty penalty)
    {
        var residual = new double[scores.Length];
        var gradient = new double[weights.Length];
        (double cost, double unbalanced) = Balance(problem, weights, scores, residual);
        ReadOnlySpan<double> features = weights.AsSpan(0, problem.Width * problem.Outputs);
        double objective = cost
            + (penalty.Absolute * TensorPrimitives.SumOfMagnitudes(features))
            + (penalty.Square / 2 * TensorPrimitives.SumOfSquares(features));
        problem.Gradient(residual, gradient);
        Span<double> slope = gradient.AsSpan(0, features.Length);

        // With an L1 penalty alone the dual point must be feasible: no slope beyond the penalty.
        TensorPrimitives.Abs(slope, slope);
        double largest = TensorPrimitives.Max<double>(slope);
        double shrink = penalty.Square > 0 || largest <= penalty.Absolute ? 1 : penalty.Absolute / largest;
        double dual = problem.Entropy(residual, shrink);
        if (penalty.Square > 0)
        {
            TensorPrimitives.Subtract(slope, penalty.Absolute, slope);
            TensorPrimitives.Max(slope, 0, slope);
            dual -= TensorPrimitives.SumOfSquares<double>(slope) / (2 * penalty.Square);
        }

        return (objective, objective - dual + unbalanced);
    }

    /// <summary>Newton's method on the intercepts, until each class is predicted as often as it occurs.</summary>
    /// <returns>The cost; and what is left of the imbalance, in nats.</returns>
    private static (double Cost, double Unbalanced) Balance(SoftmaxProblem problem, double[] weights, double[] scores, double[] residual)
    {
        Span<double> intercepts = weights.AsSpan(problem.Width * problem.Outputs);
        for (int step = 0; ; step++)
        {
            double cost = problem.Cost(scores, residual);
            double[] off = new double[problem.Outputs]; // [G, K]
            for (int sample = 0; sample < problem.Samples; sample++)
            {
                Products.AddScaled(off, residual.AsSpan(sample * problem.Outputs, problem.Outputs), 1.0 / problem.Samples);
            }

            if (step == NewtonSteps || Math.Abs(TensorPrimitives.MaxMagnitude<double>(off)) < Balanced)
            {
                double left = 0;
                for (int i = 0; i < off.Length; i++)
                {
                    Span<double> own = intercepts.Slice(i / problem.Classes * problem.Classes, problem.Classes);
                    left += Math.Abs(off[i] * (intercepts[i] - (TensorPrimitives.Sum<double>(own) / problem.Classes)));
                }

                return (cost, left);
            }

            double[] change = Newton(problem, residual, off);
            TensorPrimitives.Subtract(intercepts, change, intercepts);
            for (int sample = 0; sample < problem.Samples; sample++)
            {
                Products.AddScaled(scores.AsSpan(sample * problem.Outputs, problem.Outputs), change, -1);
            }
        }
    }

    /// <summary>The step of each group's intercepts: the pseudo-inverse of their Hessian, which has the constants as its kernel, times the slope.</summary>
    private static double[] Newton(SoftmaxProblem problem, double[] residual, double[] off)
    {
        (int classes, int groups, int samples) = (problem.Classes, problem.Groups, problem.Samples);
        var change = new double[off.Length];
        for (int group = 0; group < groups; group++)
        {
            var own = new double[samples * classes]; // [N, K]
            for (int sample = 0; sample < samples; sample++)
            {
                problem.Probabilities(residual, sample, group, own.AsSpan(sample * classes, classes));
            }

            var hessian = new double[classes * classes];
            Products.MultiplyTransposed(own, classes, own, classes, hessian);
            TensorPrimitives.Multiply(hessian, -1.0 / samples, hessian);
            for (int sample = 0; sample < samples; sample++)
            {
                for (int candidate = 0; candidate < classes; candidate++)
                {
                    hessian[(candidate * classes) + candidate] += own[(sample * classes) + candidate] / samples;
                }
            }

            double[] step = Solve(hessian, off.AsSpan(group * classes, classes).ToArray());
            for (int candidate = 0; candidate < classes; candidate++)
            {
                change[(group * classes) + candidate] = Math.Clamp(step[candidate], -1, 1);
            }
        }

        return change;
    }

    /// <summary>The shortest x with a symmetric matrix times x nearest to a vector; directions of nearly no curvature are left out.</summary>
    private static double[] Solve(double[] matrix, double[] vector)
    {
        int size = vector.Length;
        SymmetricEigen parts = SymmetricEigen.Of(matrix, size);
        double least = size * MachineEpsilon * parts.Values.Max(Math.Abs);
        var solution = new double[size];
        for (int i = 0; i < size; i++)
        {
            if (Math.Abs(parts.Values[i]) > least)
            {
                double along = TensorPrimitives.Dot<double>(parts.Vectors[i], vector) / parts.Values[i];
                Products.AddScaled(solution, parts.Vectors[i], along);
            }
        }

        return solution;
    }
}
