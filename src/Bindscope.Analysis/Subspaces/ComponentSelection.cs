using System.Collections.Immutable;
using Bindscope.Analysis.Probes.Regression;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Runs;

namespace Bindscope.Analysis.Subspaces;

/// <summary>Which components a classifier with an L1 penalty needs.</summary>
/// <param name="Components">0-based, in rising order.</param>
/// <param name="Fit">The fit that selected them.</param>
/// <param name="Path">The fits from the penalty that removes everything downwards.</param>
internal sealed record ComponentSelection(ImmutableArray<int> Components, SoftmaxFit Fit, ImmutableArray<SoftmaxFit> Path)
{
    private const double LastPenalty = 1e-2;

    /// <summary>Fits the path and takes from it the largest penalty that keeps as many components as are wanted.</summary>
    /// <param name="features">Standardised components.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="count">Components wanted.</param>
    /// <param name="points">Points of the path.</param>
    /// <param name="options">When each fit stops.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <param name="enough">Components with which the path may end early.</param>
    /// <remarks>
    /// Where several components enter at the same penalty, those with the larger sum of absolute weights are taken; where even the end of
    /// the path keeps fewer, those are all.
    /// </remarks>
    internal static ComponentSelection ByRank(
        Features features,
        ClassLabels labels,
        int count,
        int points,
        FitOptions options,
        CancellationToken cancellation,
        int enough = int.MaxValue)
    {
        var problem = new SoftmaxProblem(features, labels);
        ImmutableArray<SoftmaxFit> path = PenaltyPath.Fit(problem, points, LastPenalty, options, cancellation, enough);
        SoftmaxFit fit = PenaltyPath.Keeping(problem, path, count, options, cancellation) ?? path[^1];
        return new ComponentSelection(
            [.. fit.Kept.OrderByDescending(fit.Strength).Take(count).Order()], fit, path);
    }

    /// <summary>Fits the path, and one penalty of the user's.</summary>
    /// <exception cref="UserException">The penalty removes every component.</exception>
    internal static ComponentSelection ByPenalty(
        Features features, ClassLabels labels, double penalty, int points, FitOptions options, CancellationToken cancellation)
    {
        var problem = new SoftmaxProblem(features, labels);
        double largest = problem.LargestPenalty();
        if (penalty >= largest)
        {
            throw new UserException(
                FormattableString.Invariant($"the penalty {penalty} removes every component"),
                FormattableString.Invariant($"give less than {largest:g3}, or leave --penalty out"));
        }

        ImmutableArray<SoftmaxFit> path = PenaltyPath.Fit(problem, points, LastPenalty, options, cancellation);
        SoftmaxFit fit = SoftmaxRegression.Fit(problem, new Penalty(penalty), options, cancellation: cancellation);
        return new ComponentSelection(fit.Kept, fit, path);
    }
}

/// <summary>The basis that was found for a variable at a layer's input.</summary>
/// <param name="Layer">1-based.</param>
/// <param name="Target">The variable.</param>
/// <param name="Token">The tokens, such as <c>rhs+1</c>.</param>
/// <param name="Basis">Orthonormal vectors.</param>
internal sealed record FoundBasis(int Layer, SubspaceTarget Target, string Token, ImmutableArray<ImmutableArray<float>> Basis)
{
    /// <summary>Tokens so many after the right-hand sides.</summary>
    internal static string TokenAfter(int offset) => offset == 0 ? "rhs" : FormattableString.Invariant($"rhs+{offset}");

    /// <summary>The same as it is kept: <c>layer-3.digit.rank-10</c>.</summary>
    internal KeptBasis Kept()
    {
        var value = new Tensor(Basis.Length, Basis[0].Length); // [R, D]
        for (int row = 0; row < Basis.Length; row++)
        {
            Basis[row].AsSpan().CopyTo(value.Row(row));
        }

        string target = Target.ToString().ToLowerInvariant();
        return new KeptBasis(
            FormattableString.Invariant($"layer-{Layer}.{target}.rank-{Basis.Length}"), $"{new Site(SiteKind.ResidualIn, Layer)}, {Token}", value);
    }
}
