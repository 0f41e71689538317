using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Subspaces;
using Bindscope.Numerics.Statistics;
using Bindscope.Runs;

namespace Bindscope.Analysis.Alignment;

/// <summary>Trained subspaces: plain data, as <c>analyses/alignment-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Width">The model's width.</param>
/// <param name="Ceilings">Whole vectors by layer, variable and token.</param>
/// <param name="Fits">Subspaces by layer, variable and rank.</param>
public sealed record AlignmentResult(
    int Format, int Checkpoint, int Width, ImmutableArray<AlignmentCeiling> Ceilings, ImmutableArray<AlignmentFit> Fits) : IKeepsBases
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;

    /// <inheritdoc/>
    [JsonIgnore]
    public ImmutableArray<KeptBasis> Bases { get; init; } = [];
}

/// <summary>One layer and variable, as its own file keeps it.</summary>
internal sealed record AlignmentPart(ImmutableArray<AlignmentCeiling> Ceilings, ImmutableArray<AlignmentFit> Fits, ImmutableArray<FoundBasis> Bases);

/// <summary>A trained subspace of one layer's input, and what swapping it does to other programs.</summary>
/// <param name="Layer">The layer that the vectors enter, 1-based.</param>
/// <param name="Target">The variable.</param>
/// <param name="Token">The tokens: <c>rhs</c>, or <c>rhs+1</c> to <c>rhs+3</c> for as many tokens after the right-hand sides.</param>
/// <param name="Rank">Dimensions.</param>
/// <param name="Success">Programs of the test pairs that answer as the source does.</param>
/// <param name="Kept">Programs that answer as before.</param>
/// <param name="TrainSuccess">Success on the pairs that were learned from.</param>
/// <param name="Random">Success of random subspaces of equal rank, mean over the draws.</param>
/// <param name="RandomHighest">Of the most successful draw.</param>
/// <param name="Shuffled">
/// Success after training on the source answers of other pairs; null where that was not tried (all ranks but the largest).
/// </param>
/// <param name="Loss">Mean cross-entropy over the last tenth of the steps, nats.</param>
/// <param name="Steps">Gradient steps.</param>
/// <param name="Converged">Whether the loss had stopped falling: less than 2 % of the first loss between the last two tenths of the steps.</param>
/// <param name="Later">At the later tokens alone; null for names, without such chains, and in results of older builds.</param>
/// <param name="Variance">Success of as many principal components of largest variance; null in results of older builds.</param>
/// <param name="Untrained">
/// Success of a subspace that was trained in the same way in the run's first checkpoint, which answers nothing: what the search itself can bring
/// about. Null where that was not tried (all ranks but the largest, no earlier checkpoint, and results of older builds).
/// </param>
/// <param name="Start">
/// Success of the directions that the search began with: those in which sources and bases differ most. Null in results of older builds, whose searches
/// began anywhere.
/// </param>
public sealed record AlignmentFit(
    int Layer,
    SubspaceTarget Target,
    string Token,
    int Rank,
    Proportion Success,
    Proportion Kept,
    Proportion TrainSuccess,
    Proportion Random,
    double RandomHighest,
    Proportion? Shuffled,
    double Loss,
    int Steps,
    bool Converged,
    LaterSuccess? Later = null,
    Proportion? Variance = null,
    Proportion? Untrained = null,
    Proportion? Start = null);

/// <summary>
/// What swaps at the later tokens of a chain do, to which the digit has to be handed on: not at the root's own, which holds it from the beginning.
/// In chains of two and more hops.
/// </summary>
/// <param name="Trained">The trained subspace.</param>
/// <param name="Whole">Whole vectors.</param>
/// <param name="Random">Random subspaces of equal rank, mean over the draws.</param>
public sealed record LaterSuccess(Proportion Trained, Proportion Whole, Proportion Random);

/// <summary>What swapping whole vectors does: no subspace can do more for the right reason.</summary>
/// <param name="Layer">The layer that the vectors enter, 1-based.</param>
/// <param name="Target">The variable.</param>
/// <param name="Token">The tokens, as in <see cref="AlignmentFit.Token"/>.</param>
/// <param name="TrainSuccess">Success of whole vectors on the pairs to learn from, by which the token was chosen.</param>
/// <param name="Success">Success on the test pairs.</param>
/// <param name="IsFitted">Whether rotations were trained there: the token with most success, and enough of it.</param>
public sealed record AlignmentCeiling(
    int Layer, SubspaceTarget Target, string Token, Proportion TrainSuccess, Proportion Success, bool IsFitted);

/// <summary>Ceilings and trained subspaces as tables.</summary>
internal static class AlignmentViews
{
    internal static IEnumerable<View> Of(AlignmentResult result)
    {
        yield return View.Of(
            $"success in % of swapping whole vectors (ceiling), width {result.Width}; * where rotations were trained",
            ["layer", "variable", "token: success on other programs"],
            result.Ceilings.GroupBy(one => (one.Layer, one.Target)).Select(row => (IEnumerable<Cell>)
            [
                row.Key.Layer,
                Cell.Words(row.Key.Target),
                string.Join("   ", row.Select(one => $"{one.Token} {Cell.Percent(one.Success).Text}{(one.IsFitted ? "*" : "")}")),
            ]));
        yield return View.Of(
            $"trained subspaces: success and kept in %",
            [
                "layer", "variable", "token", "rank", "success", "kept", "on its own pairs", "at its start", "largest variance", "random", "highest random",
                "shuffled targets", "untrained model", "later tokens", "whole vectors there", "loss", "converged",
            ],
            result.Fits.Select(one => (IEnumerable<Cell>)
            [
                one.Layer,
                Cell.Words(one.Target),
                one.Token,
                one.Rank,
                Cell.Percent(one.Success),
                Cell.Percent(one.Kept.Value),
                Cell.Percent(one.TrainSuccess.Value),
                Cell.Percent(one.Start),
                Cell.Percent(one.Variance),
                Cell.Percent(one.Random.Value),
                Cell.Percent(one.RandomHighest),
                Cell.Percent(one.Shuffled),
                Cell.Percent(one.Untrained),
                Cell.Percent(one.Later?.Trained),
                Cell.Percent(one.Later?.Whole),
                Cell.Number(one.Loss, "0.000"),
                Cell.YesOrNo(one.Converged),
            ])).Named("fits");
    }
}
