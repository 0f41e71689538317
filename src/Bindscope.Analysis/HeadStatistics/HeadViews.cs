using Bindscope.Analysis.Description;
using Bindscope.Programs.Execution;

namespace Bindscope.Analysis.HeadStatistics;

/// <summary>What each head looks at and adds, as a table.</summary>
internal static class HeadViews
{
    internal static IEnumerable<View> Of(HeadResult result)
    {
        yield return View.Of(
            $"heads over {result.Programs} programs: attention weights, entropy in bits, direct effect on the answer's logit",
            ["head", "previous", "two back", "line start", "same name", "binding", "bits", "direct logit", "strongest between roles"],
            result.Heads.Select(head => (IEnumerable<Cell>)
            [
                $"{head.Layer}.{head.Head}",
                .. new[] { head.PreviousToken, head.TwoBack, head.LineStart, head.SameName, head.Binding, head.Entropy }.Select(one => Cell.Number(one)),
                Cell.Signed(result.Logits.Single(share => share.Part == "head" && (share.Layer, share.Head) == (head.Layer, head.Head)).Contribution.Value),
                head.BetweenRoles.MaxBy(pair => pair.Weight) is { } strongest
                    ? FormattableString.Invariant($"{strongest.To} at {strongest.From} {strongest.Weight:0.00} ({Execution.HopsInWords(strongest.Hops)})") : "",
            ]));
        yield return View.Of(
            $"other parts' direct effect; all together: logit(answer) - mean of the digits = {Cell.Signed(result.LogitDifference).Text}",
            ["part", "layer", "direct logit (95 %)"],
            result.Logits.Where(share => share.Part != "head").Select(share => (IEnumerable<Cell>)
                [share.Part, share.Layer > 0 ? share.Layer : "", Cell.Signed(share.Contribution)]));
    }
}
