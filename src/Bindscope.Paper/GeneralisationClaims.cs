using System.Collections.Immutable;
using Bindscope.Analysis.Generalisation;
using Bindscope.Analysis.Pairs;
using Bindscope.Paper.Evidence;

namespace Bindscope.Paper;

/// <summary>Figures 8 and 9: programs longer and deeper than the training's.</summary>
internal static class GeneralisationClaims
{
    internal static IEnumerable<Claim> Of(RunEvidence run)
    {
        // Whoever says line 1's digit always is right on line 1 and by luck elsewhere, whatever the length.
        Claim[] nulls = run.Generalisation.Result is { } own ? [.. Of(run, own.OfFirstLine())] : [];
        return Of(run, run.Generalisation.Result).Select(claim => claim.Verdict == Verdict.NotTested
            ? claim
            : claim.Beside([NullScore.Of("says line 1's digit always", nulls.Single(one => one.Id == claim.Id))]));
    }

    private static IEnumerable<Claim> Of(RunEvidence run, GeneralisationResult? result)
    {
        yield return Claimed(
            run,
            "longer-programs",
            "8",
            "Longer programs stay right when the answer is past the first lines, and fall sharply when it is on line 1.",
            "at the greatest length, accuracy is at least 70 % with the answer after line 2, and at least 20 points lower with the"
                + " answer on line 1",
            result is { } a && a.ByLines.Max(point => point.Value) > a.TrainedLines ? Ends(a.ByLines, "lines", 0.7) : null);
        yield return Claimed(
            run,
            "shorter-programs",
            "8",
            "Programs shorter than those of training fall, too, when the answer is on line 1.",
            "at half of the trained length, accuracy with the answer on line 1 is at least 10 points below that at the trained length",
            result is { } b ? Shorter(b) : null);
        yield return Claimed(
            run,
            "longer-chains",
            "9",
            "Longer chains stay right when the answer is past the first lines, and fall faster when it is on line 1.",
            "at the greatest number of hops whose chain fills at most half of the lines (a longer one leaves no others to be misled by), accuracy is"
                + " at least 70 % with the answer after line 2, and at least 10 points lower with the answer on line 1",
            result is { } c && c.ByHops.Any(point => point.Value > c.TrainedHops && 2 * point.Value <= c.TrainedLines)
                ? Ends([.. c.ByHops.Where(point => 2 * point.Value <= c.TrainedLines)], "hops", 0.7)
                : null,
            "The paper's figure and its caption differ on line 2.");
    }

    private static Claim Claimed(RunEvidence run, string id, string figure, string statement, string rule,
        IEnumerable<Finding>? findings, string note = "") =>
        findings?.ToArray() is { Length: > 0 } found
            ? Claim.Tested(id, figure, statement, rule, found, note)
            : Claim.Untested(
                id,
                figure,
                statement,
                rule,
                run.Generalisation.Result is null ? run.Generalisation.Missing : "The analysis holds no such programs.",
                run.Generalisation.Command);

    private static IEnumerable<Finding> Ends(ImmutableArray<GeneralisationPoint> points, string unit, double high)
    {
        int greatest = points.Where(point => point.AnswerLine == AnswerLineGroup.Later).Max(point => point.Value);
        if (At(points, greatest, AnswerLineGroup.Later) is not { } later || At(points, greatest, AnswerLineGroup.First) is not { } first)
        {
            yield break;
        }

        yield return Finding.Of($"{greatest} {unit}, answer after line 2", "high", later, new Band(high, null));
        yield return Finding.Of($"{greatest} {unit}, after line 2 minus line 1", "large", Measure.Difference(later, first),
            new Band(unit == "lines" ? 0.2 : 0.1, null));
    }

    private static IEnumerable<Finding> Shorter(GeneralisationResult result)
    {
        if (At(result.ByLines, result.TrainedLines, AnswerLineGroup.First) is { } trained
            && At(result.ByLines, result.TrainedLines / 2, AnswerLineGroup.First) is { } half)
        {
            yield return Finding.Of(
                $"answer on line 1, {result.TrainedLines} minus {result.TrainedLines / 2} lines",
                "large",
                Measure.Difference(trained, half),
                new Band(0.1, null));
        }
    }

    private static Measure? At(ImmutableArray<GeneralisationPoint> points, int value, AnswerLineGroup line) =>
        points.FirstOrDefault(point => point.Value == value && point.AnswerLine == line) is { } point ? Measure.Of(point.Accuracy) : null;
}
