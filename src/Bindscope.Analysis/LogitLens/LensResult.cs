using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Roles;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;

namespace Bindscope.Analysis.LogitLens;

/// <summary>The logit lens: plain data, as <c>analyses/logit-lens/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="Checkpoints">By step.</param>
public sealed record LensResult(int Format, int Layers, ImmutableArray<LensCheckpoint> Checkpoints)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>The lens at one checkpoint.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Groups">By hops, then by answer line.</param>
public sealed record LensCheckpoint(int Step, ImmutableArray<LensGroup> Groups);

/// <summary>The programs of one depth with the answer in one place.</summary>
/// <param name="Hops">The query's referential depth.</param>
/// <param name="AnswerLine">Where the root stands.</param>
/// <param name="Programs">Programs in the group.</param>
/// <param name="Cells">By token, then by layer.</param>
public sealed record LensGroup(int Hops, AnswerLineGroup AnswerLine, int Programs, ImmutableArray<LensCell> Cells);

/// <summary>What the lens reads at one layer and token, over the programs of a group.</summary>
/// <param name="Layer">The layer that the residual enters, 1-based; one more than the model's layers is what leaves the last.</param>
/// <param name="Role">The token.</param>
/// <param name="Answer">Share of programs whose top digit is the answer.</param>
/// <param name="FirstLine">Share whose top digit is line 1's; null where that is the answer.</param>
/// <param name="AnswerProbability">The answer's probability among the ten digits.</param>
/// <param name="FirstLineProbability">That of line 1's digit, where it is not the answer; null where it always is.</param>
/// <param name="Difference">Logit of the answer minus logit of line 1's digit, where they differ; null where they never do.</param>
/// <param name="DigitProbability">Mean probability of each digit, 0 first, among the digits.</param>
/// <param name="DigitMass">Probability that the lens gives to the ten digits together, among all tokens.</param>
public sealed record LensCell(
    int Layer,
    TokenRole Role,
    Proportion Answer,
    Proportion? FirstLine,
    Estimate AnswerProbability,
    Estimate? FirstLineProbability,
    Estimate? Difference,
    ImmutableArray<double> DigitProbability,
    double DigitMass);

/// <summary>The lens at every layer and token of one program.</summary>
/// <param name="Format">Version of this record: <see cref="LensResult.CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Program">The program.</param>
/// <param name="Answer">The right digit.</param>
/// <param name="Tokens">By position.</param>
public sealed record LensMap(int Format, int Checkpoint, string Program, int Answer, ImmutableArray<LensMapToken> Tokens);

/// <summary>What the lens reads at one token of one program.</summary>
/// <param name="Position">0-based.</param>
/// <param name="Token">The character.</param>
/// <param name="DigitLogits">Logits of the ten digits (inner) at each layer (outer): entering layer 1, 2, ..., leaving the last.</param>
/// <param name="Top">The top token among all, at each layer.</param>
public sealed record LensMapToken(int Position, string Token, ImmutableArray<ImmutableArray<double>> DigitLogits, ImmutableArray<string> Top);

/// <summary>What the lens reads, layer by layer, as tables.</summary>
internal static class LensViews
{
    internal static IEnumerable<View> Of(LensResult result)
    {
        LensCheckpoint last = result.Checkpoints[^1];
        yield return View.Of(
            $"step {last.Step}: share of programs in % whose top digit is the answer (interval) / line 1's digit where it is another");
        foreach (LensGroup group in last.Groups)
        {
            yield return View.Of(
                $"{Execution.HopsInWords(group.Hops)}, {AnswerLineGroups.Words(group.AnswerLine)}: {group.Programs} programs",
                ["token", .. Layers(result.Layers)],
                group.Cells.GroupBy(cell => cell.Role).Select(role => (IEnumerable<Cell>)[role.Key.ToString(), .. role.Select(Of)]));
        }

        if (result.Checkpoints.Length > 1)
        {
            yield return OverTraining(result);
        }
    }

    internal static IEnumerable<View> Of(LensMap map)
    {
        yield return View.Of(
            $"top digit and its lead over the next, by token and layer; the answer is {map.Answer}",
            ["position", "token", .. Layers(map.Tokens[0].DigitLogits.Length - 1)],
            map.Tokens.Select(token => (IEnumerable<Cell>)
            [
                token.Position,
                token.Token.Replace("\n", "\\n", StringComparison.Ordinal),
                .. token.DigitLogits.Select(logits =>
                {
                    double[] sorted = [.. logits.OrderDescending()];
                    return (Cell)$"{logits.IndexOf(sorted[0])} ({Cell.Signed(sorted[0] - sorted[1]).Text})";
                }),
            ]));
    }

    private static View OverTraining(LensResult result) => View.Of(
        $"at the colon, over the checkpoints: answer / line 1's digit, pooled over hops, answer after line 2",
        ["step", .. Layers(result.Layers)],
        result.Checkpoints.Select(checkpoint => (IEnumerable<Cell>)
        [
            checkpoint.Step,
            .. checkpoint.Groups.Where(group => group.AnswerLine == AnswerLineGroup.Later)
                .SelectMany(group => group.Cells).Where(cell => cell.Role == TokenRole.Colon)
                .GroupBy(cell => cell.Layer).OrderBy(layer => layer.Key).Select(layer => (Cell)(
                    $"{Pooled(layer, cell => (cell.Answer.Value, cell.Answer.Programs))} / "
                    + Pooled(layer, cell => (cell.FirstLine?.Value ?? 0, cell.FirstLine?.Programs ?? 0)))),
        ]));

    private static IEnumerable<string> Layers(int layers) => [.. Enumerable.Range(1, layers).Select(layer => $"enters {layer}"), "leaves the last"];

    private static string Pooled(IEnumerable<LensCell> cells, Func<LensCell, (double Share, int Programs)> of)
    {
        int programs = cells.Sum(cell => of(cell).Programs);
        return programs == 0 ? "." : Cell.Percent(cells.Sum(cell => of(cell).Share * of(cell).Programs) / programs).Text;
    }

    private static Cell Of(LensCell cell)
    {
        Cell answer = Cell.Percent(cell.Answer);
        return cell.FirstLine is { } first ? answer with { Text = $"{answer.Text} / {Cell.Percent(first.Value).Text}" } : answer;
    }
}
