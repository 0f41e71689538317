using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Bindscope.Analysis.Description;
using Bindscope.Numerics.Statistics;
using Bindscope.Runs;

namespace Bindscope.Analysis.Subspaces;

/// <summary>Subspaces of a checkpoint: plain data, as <c>analyses/subspaces-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Width">The model's width.</param>
/// <param name="Components">Principal components that the classifiers chose from.</param>
/// <param name="Findings">By layer and then by target.</param>
public sealed record SubspaceResult(
    int Format, int Checkpoint, int Width, int Components, ImmutableArray<SubspaceFinding> Findings) : IKeepsBases
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;

    /// <inheritdoc/>
    [JsonIgnore]
    public ImmutableArray<KeptBasis> Bases { get; init; } = [];
}

/// <summary>One layer and target, as its own file keeps it.</summary>
internal sealed record SubspacePart(SubspaceFinding Finding, FoundBasis Basis);

/// <summary>A subspace of one layer's input for one target.</summary>
/// <param name="Layer">The layer that the vectors enter, 1-based.</param>
/// <param name="Target">What it is to hold.</param>
/// <param name="Tokens">Tokens that the classifier learned from.</param>
/// <param name="Components">The principal components selected, 0-based by falling variance.</param>
/// <param name="Variance">Their share of the variance.</param>
/// <param name="Penalty">The penalty that selected them.</param>
/// <param name="Gap">Duality gap of that fit, as a share of what a fit without features costs.</param>
/// <param name="Converged">Whether it is within the tolerance.</param>
/// <param name="Accuracy">Held-out accuracy of that fit; mean and interval over programs.</param>
/// <param name="UnshrunkAccuracy">Held-out accuracy of a classifier on these components with next to no penalty.</param>
/// <param name="AllComponentsAccuracy">The same on all components.</param>
/// <param name="ShuffledAccuracy">The same on as many components that were selected from shuffled labels.</param>
/// <param name="Pairs">Pairs of programs for the swaps; base and source solved.</param>
/// <param name="Swaps">What swaps do, arm by arm.</param>
/// <param name="Path">The whole penalty path.</param>
/// <param name="Tried">Pairs of programs that were looked at for the swaps; null in results of older builds.</param>
/// <param name="Solved">Of those, the ones of which the model solves both programs.</param>
public sealed record SubspaceFinding(
    int Layer,
    SubspaceTarget Target,
    int Tokens,
    ImmutableArray<int> Components,
    double Variance,
    double Penalty,
    double Gap,
    bool Converged,
    Estimate Accuracy,
    Estimate UnshrunkAccuracy,
    Estimate AllComponentsAccuracy,
    Estimate ShuffledAccuracy,
    int Pairs,
    ImmutableArray<SwapOutcome> Swaps,
    ImmutableArray<PathPoint> Path,
    int? Tried = null,
    int? Solved = null);

/// <summary>What a swap did to the answers.</summary>
/// <param name="Arm">What was swapped.</param>
/// <param name="Rank">Its dimensions.</param>
/// <param name="Success">Programs that answered as the source does; over all draws together where there are several.</param>
/// <param name="Kept">Programs that answered as before.</param>
/// <param name="Draws">Random subspaces; 1 where nothing is drawn.</param>
/// <param name="Lowest">Success of the least successful draw.</param>
/// <param name="Highest">Success of the most successful draw.</param>
/// <param name="Choosing">
/// Success in every other pair, from the first on: what a best layer is chosen by. Null in results of older builds.
/// </param>
/// <param name="Judging">Success in the other pairs: what a chosen layer is judged by.</param>
public sealed record SwapOutcome(
    SwapArm Arm,
    int Rank,
    Proportion Success,
    Proportion Kept,
    int Draws,
    double Lowest,
    double Highest,
    Proportion? Choosing = null,
    Proportion? Judging = null);

/// <summary>One fit along the penalty path.</summary>
/// <param name="Penalty">Absolute (L1) penalty of the mean cross-entropy.</param>
/// <param name="Kept">Components that keep a weight.</param>
/// <param name="Accuracy">Held-out accuracy.</param>
/// <param name="Objective">Mean cross-entropy in nats plus penalty.</param>
/// <param name="Gap">Duality gap, as a share of what a fit without features costs.</param>
/// <param name="Iterations">Gradient steps.</param>
/// <param name="Converged">Whether the gap is within the tolerance asked for.</param>
public sealed record PathPoint(
    double Penalty, int Kept, double Accuracy, double Objective, double Gap, int Iterations, bool Converged);

/// <summary>Subspaces and swaps as tables.</summary>
internal static class SubspaceViews
{
    internal static IEnumerable<View> Of(SubspaceResult result)
    {
        yield return View.Of(
            $"components of the vectors that enter a layer at the tokens asked for, chosen from {result.Components} of {result.Width}; %",
            ["layer", "target", "rank", "variance", "held-out accuracy", "unshrunk", "all components", "shuffled labels", "penalty", "gap"],
            result.Findings.Select(one => (IEnumerable<Cell>)
            [
                one.Layer,
                Cell.Words(one.Target),
                one.Components.Length,
                Cell.Percent(one.Variance),
                Cell.Percent(one.Accuracy),
                Cell.Percent(one.UnshrunkAccuracy),
                Cell.Percent(one.AllComponentsAccuracy),
                Cell.Percent(one.ShuffledAccuracy),
                Cell.Number(one.Penalty, "0.0000"),
                Cell.Number(one.Gap, "0.0e0"),
            ])).Named("findings");
        SwapArm[] arms = [.. result.Findings.SelectMany(one => one.Swaps).Select(swap => swap.Arm).Distinct()];
        yield return View.Of(
            $"swaps: programs that then answer as the source does, % (random: mean, and lowest to highest of the draws)",
            ["swap, rank", .. result.Findings.Select(one => $"{one.Layer} {Cell.Words(one.Target)}")],
            [
                ["pairs", .. result.Findings.Select(one => (Cell)one.Pairs)],
                .. arms.Select(arm => (IEnumerable<Cell>)
                [
                    arm.ToString(),
                    .. result.Findings.Select(one => one.Swaps.FirstOrDefault(swap => swap.Arm == arm) is { } swap ? Outcome(swap) : ""),
                ]),
            ]);
    }

    private static Cell Outcome(SwapOutcome swap) => swap.Draws == 1
        ? Cell.Percent(swap.Success)
        : new Cell(
            $"{Cell.Percent(swap.Success.Value).Text} ({Cell.Percent(swap.Lowest).Text}-{Cell.Percent(swap.Highest).Text})",
            swap.Success.Value,
            swap.Lowest,
            swap.Highest);
}
