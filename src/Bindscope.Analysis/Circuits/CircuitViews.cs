using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;

namespace Bindscope.Analysis.Circuits;

/// <summary>Circuits as tables: f by size, the scores against the exact effects, and the chosen circuit with its edges.</summary>
internal static class CircuitViews
{
    private const int Shown = 24;

    /// <summary>Without a sign before 0.</summary>
    internal const string Whole = "0;-0;0";

    internal static IEnumerable<View> Of(CircuitResult result) => result.Groups.SelectMany(group => Of(result, group));

    /// <summary>A score as it is written on the command line and in the literature.</summary>
    internal static string NameOf(EdgeScore score) => score switch
    {
        EdgeScore.Exact => "exact",
        EdgeScore.Eap => "EAP",
        EdgeScore.EapIg => "EAP-IG",
        _ => "RelP",
    };

    /// <summary>What a page asks for a group's table by: its name, and the group's as the page's address has it.</summary>
    internal static string KeyOf(string table, int hops, AnswerLineGroup line) => FormattableString.Invariant($"{table}:{hops}-{Cell.Words(line)}");

    private static IEnumerable<View> Of(CircuitResult result, CircuitGroup group)
    {
        string title = PatchViews.TitleOf(group.Hops, group.AnswerLine, group.Choosing + group.Judging, group.Solved, group.Tried);
        if (group.Undefined is not null || group.Circuit is null)
        {
            yield return View.Of($"{title}; f is undefined: {group.Undefined}");
            yield break;
        }

        yield return View.Of(
            $"""
            {title}, {group.Choosing} choose and {group.Judging} judge
            {group.Edges} edges, {group.Active} active; f in % of circuits of rising size, by what ranks the edges
            """,
            ["of all, %", "edges", .. group.Scores.Select(score => NameOf(score.Score)), "random"],
            group.Random.Select((random, i) => (IEnumerable<Cell>)
            [
                Cell.Percent(random.Share, "0.0"),
                random.Edges,
                .. group.Scores.Select(score => Cell.Percent(score.Sizes[i].Faithfulness, Whole)),
                Cell.Percent(random.Faithfulness, Whole),
            ])).Named(KeyOf("curves", group.Hops, group.AnswerLine));
        yield return View.Of(
            $"CMD (area of |1 - f|, 0 is best), CPR (area under f), and each score against the exact effects of the {group.Active} active edges",
            ["score", "CMD", "CPR", "rank correlation", "error, %", "of the circuit's edges, %"],
            [
                .. group.Scores.Select(score => (IEnumerable<Cell>)
                [
                    NameOf(score.Score),
                    Cell.Number(score.Distance, "0.000"),
                    Cell.Number(score.Performance, "0.000"),
                    Cell.Number(score.RankCorrelation),
                    Cell.Percent(score.Error),
                    Cell.Percent(score.TopOverlap),
                ]),
                ["random", Cell.Number(group.RandomDistance, "0.000"), "", "", "", ""],
            ]).Named(KeyOf("scores", group.Hops, group.AnswerLine));
        yield return Of(result, group.Circuit);
    }

    private static View Of(CircuitResult result, ChosenCircuit circuit) => View.Of(
        $"""
        the circuit: {circuit.Size} edges of the {circuit.Asked} that {NameOf(result.Score)} ranks first, f = {Cell.Percent(circuit.Faithfulness).Text} %
        complete: all others alone have f = {Cell.Percent(circuit.Without, Whole).Text} %
        without 1 to 8 random edges of it its f differs from the model's by {circuit.Incompleteness:0.00}
        minimal: {circuit.Needed} of the {circuit.Tested} largest edges are needed
        stable: circuits of resampled programs have {Cell.Percent(circuit.Overlap).Text} % of its edges
        {Rival(circuit)}
        """,
        ["from", "to", "at", "effect (95 %)", "f lost without it, %"],
        circuit.Parts.Select(part => (IEnumerable<Cell>)
            [part.Source, part.Input, part.Token, Cell.Signed(part.Effect), Cell.Percent(part.Loss, Whole)])).First(Shown);

    private static string Rival(ChosenCircuit circuit) => circuit.Rival is { } rival
        ? FormattableString.Invariant($"rival: {rival.Size} edges, {rival.Shared} of them the circuit's, f = {Cell.Percent(rival.Faithfulness).Text} %; ")
            + FormattableString.Invariant($"without any of {rival.Indispensable} edges nothing else is as faithful")
        : "rival: none was found";
}
