using System.Collections.Immutable;
using Bindscope.Paper.Evidence;

namespace Bindscope.Paper;

/// <summary>Every claim of Wu, Geiger and Millière (ICML 2025) that a run can be held against, in the paper's order.</summary>
/// <remarks>
/// Criteria are equivalence tests: a claim is reproduced when the whole 95 % interval lies where the criterion wants it, differs when none
/// of it does, and is undecided in between. A claim is not testable where the training itself brings about what it says, and where a null
/// model meets its criterion too. Where the paper states a number for one model only, the band around it is our choice, wide
/// enough for another size of model, and stands beside each verdict. Several claims are tested at once, so one in twenty intervals misses.
/// </remarks>
internal static class PaperClaims
{
    /// <summary>Claims about training itself; all others are about the finished model.</summary>
    private static readonly string[] OverTraining = ["2a", "2b", "2c", "6", "7"];

    internal static ImmutableArray<Claim> Of(RunEvidence run) => run.Run.IsFinished ? All(run) : [.. All(run).Select(claim => SoFar(run,
        claim))];

    /// <summary>The first run's claims, each with what all runs say of it; one that speaks for several trainings as it is stands alone.</summary>
    /// <param name="runs">Two or more runs that differ in their seeds, and at most in their number of steps.</param>
    internal static ImmutableArray<Claim> Over(IReadOnlyList<RunEvidence> runs)
    {
        ImmutableArray<Claim>[] all = [.. runs.Select(Of)];
        return
        [
            .. all[0].Select(claim => claim.Seeds > 1 ? claim : claim with
            {
                Over = OverSeeds.Of(
                [
                    .. runs.Zip(all, (run, claims) => (run, Same: claims.Single(other => other.Id == claim.Id)))
                        .Select(one => new SeedVerdict(one.run.Run.Name, one.run.Preset.Training.Seed, one.Same.Verdict, one.Same.Seen(),
                            one.run.Preset.Training.Steps)),
                ]),
            }),
        ];
    }

    /// <summary>What a model does half-way says nothing about claims of the finished one: its figures are shown, and not judged.</summary>
    private static Claim SoFar(RunEvidence run, Claim claim) => OverTraining.Contains(claim.Figure)
        ? claim
        : Claim.Untested(
            claim.Id,
            claim.Figure,
            claim.Statement,
            claim.Rule,
            $"The claim is about the finished model, and this run stands at step {Numbers.Whole(run.Last.Step)} of"
                + $" {Numbers.Whole(run.Preset.Training.Steps)},"
            + $" {Numbers.Percent(run.Last.Accuracy)} right. What is shown above is how far it has come.",
            $"{run.Program} train --resume --run {run.Argument}");

    private static ImmutableArray<Claim> All(RunEvidence run) =>
    [
        .. NullScores.Beside(run, BehaviourClaims.Of(run)).Select(claim => Imposed.By(run.Preset, claim)),
        .. RouteClaims.Of(run).Select(claim => Imposed.By(run.Preset, claim)),
        .. HeadClaims.Of(run),
        .. DevelopmentClaims.Of(run).Select(claim => Imposed.By(run.Preset, claim)),
        .. SubspaceClaims.Of(run),
        .. GeneralisationClaims.Of(run).Select(claim => Imposed.By(run.Preset, claim)),
        .. ProbeClaims.Of(run),
    ];
}
