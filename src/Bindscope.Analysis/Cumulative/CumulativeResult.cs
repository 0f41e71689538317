using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Cumulative;

/// <summary>Whether the circuit was built on the heuristic: plain data, as <c>analyses/cumulative/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The last checkpoint.</param>
/// <param name="Programs">Programs whose answers are counted.</param>
/// <param name="Early">What is left of the early route at the last checkpoint; null where the programs do not tell.</param>
/// <param name="Origin">Where the heuristic's parts come from.</param>
/// <param name="HeuristicCheckpoint">The checkpoint they come from; null where there are none.</param>
/// <param name="Heuristic">The heuristic's parts, strongest first.</param>
/// <param name="Circuit">The circuit's parts, strongest first.</param>
/// <param name="Shared">How many parts both have.</param>
/// <param name="Ablations">By step, ablation, method and answer line.</param>
/// <param name="Effects">The circuit's parts at every checkpoint.</param>
/// <param name="Order">When each of them began to work, earliest first.</param>
/// <param name="Transplants">By step, block and direction.</param>
/// <param name="Route">
/// The heuristic's cell, found on its plateau and followed to the end; null where there is no such phase or cell, and in results of older builds.
/// </param>
public sealed record CumulativeResult(
    int Format,
    int Checkpoint,
    int Programs,
    EarlyRoute? Early,
    RouteOrigin Origin,
    int? HeuristicCheckpoint,
    ImmutableArray<RoutePart> Heuristic,
    ImmutableArray<RoutePart> Circuit,
    int Shared,
    ImmutableArray<AblationAccuracy> Ablations,
    ImmutableArray<PartEffect> Effects,
    ImmutableArray<PartEmergence> Order,
    ImmutableArray<TransplantAccuracy> Transplants,
    HeuristicRoute? Route = null)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>One checkpoint's measurements, as its own file keeps them.</summary>
internal sealed record CheckpointCumulative(
    ImmutableArray<AblationAccuracy> Ablations, ImmutableArray<PartEffect> Effects, ImmutableArray<TransplantAccuracy> Transplants);

/// <summary>When a part of the circuit began to work.</summary>
/// <param name="Part">Number of the part in the circuit, 0-based.</param>
/// <param name="After">The last checkpoint before; null where it works from the first on.</param>
/// <param name="Step">The first checkpoint from which its effect stays at half of the last checkpoint's or above.</param>
/// <param name="Low">The same by the upper ends of the intervals.</param>
/// <param name="High">The same by the lower ends; null where the last checkpoint's interval is too wide.</param>
public sealed record PartEmergence(int Part, int? After, int Step, int Low, int? High);

/// <summary>Whether a part of the last checkpoint's circuit already works at a checkpoint.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Part">Number of the part in the circuit, 0-based.</param>
/// <param name="Effect">As in <see cref="RoutePart.Effect"/>, patched from the same checkpoint's own source run, on the same programs.</param>
/// <param name="Success">Share of the programs whose answer becomes the source's.</param>
public sealed record PartEffect(int Step, int Part, Estimate Effect, Proportion Success);

/// <summary>What a checkpoint still answers without some of its parts.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Ablation">Which parts.</param>
/// <param name="Method">What stands in for them.</param>
/// <param name="AnswerLine">The programs' answer line: <c>1</c>, <c>2</c>, <c>later</c> or <c>all</c>.</param>
/// <param name="Accuracy">Of these programs; over draws the mean.</param>
/// <param name="Lowest">Of the draw that harms most; the accuracy itself where nothing is drawn.</param>
/// <param name="Highest">Of the draw that harms least.</param>
public sealed record AblationAccuracy(
    int Step, Ablation Ablation, AblationMethod Method, string AnswerLine, Proportion Accuracy, double Lowest, double Highest);

/// <summary>Accuracy of a model of which one block is another checkpoint's.</summary>
/// <param name="Step">The earlier checkpoint.</param>
/// <param name="Block"><c>embedding</c>, <c>layer 1</c> and so on, or <c>unembedding</c> (with the final LayerNorm).</param>
/// <param name="Direction">Which way.</param>
/// <param name="Accuracy">Over all programs.</param>
public sealed record TransplantAccuracy(int Step, string Block, TransplantDirection Direction, Proportion Accuracy);

/// <summary>Where the heuristic's parts come from.</summary>
public enum RouteOrigin
{
    /// <summary>The last checkpoint still has an early route for answers on the first two lines; the parts are its own.</summary>
    Last,

    /// <summary>It has none any more; the parts are those of the checkpoint at the end of the heuristic phase.</summary>
    Plateau,

    /// <summary>Neither: the run has no heuristic phase, or no head carries the digit there.</summary>
    None,
}

/// <summary>Whether the last checkpoint brings digits of the first two lines to the colon earlier than others.</summary>
/// <param name="Layer">The layer entered, 2 or more, at which those digits are furthest ahead at the colon.</param>
/// <param name="FirstTwoLines">Success of patching the colon there, answers on line 1 or 2, in pairs that did not choose the layer.</param>
/// <param name="Later">The same for later lines.</param>
/// <param name="IsRetained">Whether they are at least ten points ahead.</param>
public sealed record EarlyRoute(int Layer, Proportion FirstTwoLines, Proportion Later, bool IsRetained);

/// <summary>The routes' parts, what is right without them, and when the circuit's began to work, as tables.</summary>
internal static class CumulativeViews
{
    internal static IEnumerable<View> Of(CumulativeResult result)
    {
        if (result.Early is { } early)
        {
            yield return View.Of(
                $"""
                patching the colon on entering layer {early.Layer} succeeds in {Cell.Percent(early.FirstTwoLines).Text} % with the answer on line 1 or 2
                {Cell.Percent(early.Later).Text} % later: {(early.IsRetained ? "an early route is left" : "no early route is left")}
                """);
        }

        if (result.Route is { } route)
        {
            yield return View.Of(
                $"""
                the heuristic's cell, found at step {route.Checkpoint}: {route.Cell}, the layer that it enters and the token
                it turns {Cell.Percent(route.Chosen.Value).Text} % of {route.Chosen.Programs} answers on line 1{Others(route)}
                """,
                ["answer line", "programs", "left out", "% on the plateau", "% at the end", "the cell is"],
                route.Fates.Select(fate => (IEnumerable<Cell>)
                [
                    AnswerLineGroups.NameOf(fate.AnswerLine), fate.End.Programs, LeftOut(route, fate.AnswerLine), Cell.Percent(fate.Plateau.Value),
                    Cell.Percent(fate.End.Value), Cell.Words(fate.Kind),
                ]));
        }

        yield return result.Origin == RouteOrigin.None
            ? View.Of($"no head carries a heuristic of this run: it has no heuristic phase, or nothing to be found in it")
            : View.Of($"the heuristic's parts are those of step {result.HeuristicCheckpoint}; {result.Shared} of them are the circuit's, too");
        foreach (View view in (View[])
            [.. Parts("heuristic", result.Heuristic, []), .. Parts("circuit", result.Circuit, result.Order),
            .. Enum.GetValues<AblationMethod>().SelectMany(method => Ablated(result, method))])
        {
            yield return view;
        }

        foreach (IGrouping<TransplantDirection, TransplantAccuracy> direction in result.Transplants.GroupBy(one => one.Direction))
        {
            View table = View.Of(
                $"accuracy in % with {(direction.Key == TransplantDirection.EarlierIntoLast
                    ? "the checkpoint's block of weights in the last checkpoint" : "the last checkpoint's block of weights in the checkpoint")}",
                ["step", .. direction.Select(one => one.Block).Distinct()],
                direction.GroupBy(one => one.Step).Select(step => (IEnumerable<Cell>)
                    [step.Key, .. step.Select(one => Cell.Brief(one.Accuracy))]));
            yield return direction.Key == TransplantDirection.EarlierIntoLast
                ? table.Named("earlier into last") : table.Named("last into earlier");
        }
    }

    private static IEnumerable<View> Parts(string name, ImmutableArray<RoutePart> parts, ImmutableArray<PartEmergence> order) => parts.IsEmpty
        ? []
        :
        [
            View.Of(
                $"{name}: heads and tokens that the digit passes through, by their effect on the answer's margin",
                ["head", "at every", "effect", "largest at", "hops", "answer line", "works from", "interval"],
                parts.Select((part, i) => (part, order.FirstOrDefault(one => one.Part == i))).Select(row => (IEnumerable<Cell>)
                [
                    $"{row.part.Layer}.{row.part.Head}",
                    Cell.Words(row.part.Token),
                    Cell.Signed(row.part.Effect),
                    row.part.Role.ToString(),
                    row.part.Hops,
                    AnswerLineGroups.NameOf(row.part.AnswerLine),
                    row.Item2 is { } from ? from.Step : "",
                    row.Item2 is { } emerged ? $"{emerged.Low}-{(emerged.High is { } high ? $"{high}" : "?")}" : "",
                ])),
        ];

    private static IEnumerable<View> Ablated(CumulativeResult result, AblationMethod method)
    {
        AblationAccuracy[] rows = [.. result.Ablations.Where(one => one.Method == method)];
        Ablation[] arms = [.. rows.Select(one => one.Ablation).Distinct()];
        return arms.Length == 0
            ? []
            :
            [
                View.Of(
                    $"""
                    accuracy in % of {result.Programs} programs, answer on line {string.Join(" / ", rows.Select(one => one.AnswerLine).Distinct())}
                    with parts ablated {(method == AblationMethod.Mean ? "to their mean over other programs" : "to zero")}
                    """,
                    ["step", .. arms.Select(arm => Cell.Words(arm))],
                    rows.GroupBy(one => one.Step).Select(step => (IEnumerable<Cell>)
                    [
                        step.Key,
                        .. arms.Select(arm => (Cell)string.Join(
                            " ", step.Where(one => one.Ablation == arm).Select(one => Cell.Percent(one.Accuracy.Value).Text))),
                    ])),
            ];
    }

    /// <summary>Programs that the plateau or the last checkpoint does not solve.</summary>
    private static int? LeftOut(HeuristicRoute route, AnswerLineGroup line) =>
        route.Programs?.FirstOrDefault(one => one.AnswerLine == line) is { } programs ? programs.Tried - programs.Followed : null;

    private static string Others(HeuristicRoute route) =>
        route.IsOwn ? "" : "; answers after line 2 hang on it about as often, so it is no heuristic's own";
}
