using System.Collections.Immutable;
using Bindscope.Analysis.Nulls;
using Bindscope.Paper.Evidence;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Paper;

/// <summary>Puts null models beside the claims about behaviour: the same criteria, judged by the same code, on their evaluations.</summary>
internal static class NullScores
{
    private const int MostPrograms = 1_000;

    /// <summary>Claims that a null model may meet because it is what they say: some digit at first, accuracy itself, and on the plateau
    /// line 1's digit, by which 1-hop programs lag behind.</summary>
    private static readonly (string Claim, NullModel Model)[] Themselves =
    [
        ("chance-level", NullModel.UniformDigit), ("chance-level", NullModel.RandomShare), ("final-accuracy", NullModel.RandomShare),
        ("plateau", NullModel.FirstLine), ("line-1-heuristic", NullModel.FirstLine), ("one-hop-lags", NullModel.FirstLine),
    ];

    /// <summary>Claims that rest on the evaluations during training alone.</summary>
    private static readonly string[] OfEvaluations =
        ["three-phases", "chance-level", "plateau", "line-1-heuristic", "line-2-heuristic", "one-hop-lags", "final-accuracy"];

    internal static ImmutableArray<Claim> Beside(RunEvidence run, IEnumerable<Claim> claims)
    {
        (string Words, NullModel? Model, ILookup<string, Claim> Claims)[] nulls =
        [
            .. Trainings(run).Select(null_ => (null_.Words, null_.Model, BehaviourClaims.Of(run.With(null_.Metrics)).ToLookup(claim => claim.Id))),
        ];
        return
        [
            .. claims.Select(claim => Criterion(claim) is { } criterion
                ? claim.Beside(nulls.Where(null_ => null_.Model is not { } model || !Themselves.Contains((claim.Id, model)))
                    .Select(null_ => NullScore.Of(null_.Words, null_.Claims[criterion].Single())))
                : claim.WithoutNull("Both of its trainings would have to be guessers; how often these are right is beside the claim of final accuracy.")),
        ];
    }

    /// <summary>The claim whose criterion a claim asks of each of its trainings; null where it compares two, or has none.</summary>
    private static string? Criterion(Claim claim) => OfEvaluations.Contains(claim.Id) ? claim.Id
        : claim.Id == "seeds" && claim.Verdict != Verdict.NotTested ? "three-phases"
        : null;

    private static IEnumerable<(string Words, NullModel? Model, RunMetrics Metrics)> Trainings(RunEvidence run)
    {
        var nulls = new NullTraining(Programs(run), run.Preset.Task.DigitCount, new Seed(1));
        yield return ("says any digit", NullModel.UniformDigit, nulls.Like(NullModel.UniformDigit, run.Metrics));
        yield return ("guesses among the constants", NullModel.UniformConstant, nulls.Like(NullModel.UniformConstant, run.Metrics));
        yield return ("says line 1's digit always", NullModel.FirstLine, nulls.Like(NullModel.FirstLine, run.Metrics));
        yield return (
            "is right as often, on programs at random, and guesses the others", NullModel.RandomShare, nulls.Like(NullModel.RandomShare, run.Metrics));
        Evaluation first = run.Metrics.Evaluations[0];
        if (first.Step == 0)
        {
            yield return (
                "stays untrained", null, new RunMetrics([.. NullTraining.Steps(run.Metrics).Select(one => first with { Step = one.Step })], null));
        }
    }

    private static IReadOnlyList<SymbolicProgram> Programs(RunEvidence run)
    {
        int count = Math.Min(MostPrograms, run.Last.N);
        return run.Behaviour.Result?.Texts is { } texts && texts.Length >= count
            ? [.. texts.Take(count).Select(text => ProgramParser.Parse(text))]
            : [.. run.Run.HeldBackSplits(CancellationToken.None).Test.Take(count)];
    }
}

/// <summary>What a model without the thing claimed scores on a claim's criterion.</summary>
/// <param name="Model">The model, in words, such as <c>guesses among the constants</c>.</param>
/// <param name="Observation">What it scores, in the order of the claim's findings.</param>
/// <param name="Passes">Whether it meets the criterion: then the criterion is no evidence.</param>
public sealed record NullScore(string Model, string Observation, bool Passes)
{
    /// <summary>What a null model scores, judged as the run itself is.</summary>
    /// <param name="model">The model, in words.</param>
    /// <param name="claim">The claim, as it is judged on the null model.</param>
    internal static NullScore Of(string model, Claim claim) => new(
        model,
        claim.Findings.IsEmpty ? "nothing to judge" : string.Join("; ", claim.Findings.Select(finding => finding.Observation)),
        claim.Verdict == Verdict.Reproduced);
}
