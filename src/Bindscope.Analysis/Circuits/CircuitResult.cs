using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Runs;

namespace Bindscope.Analysis.Circuits;

/// <summary>Circuits: plain data, as <c>analyses/circuit-SCORE-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Score">What ranked the edges of the circuits.</param>
/// <param name="Groups">The groups of programs, each with a circuit of its own.</param>
/// <param name="Change">In what the two programs of a pair differ.</param>
public sealed record CircuitResult(
    int Format,
    int Checkpoint,
    EdgeScore Score,
    ImmutableArray<CircuitGroup> Groups,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] CircuitChange Change = CircuitChange.Digit)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>What ranks edges.</summary>
public enum EdgeScore
{
    /// <summary>The effect of patching the edge alone: what the others estimate.</summary>
    Exact,

    /// <summary>Attribution patching: one gradient, in the base run.</summary>
    Eap,

    /// <summary>The same with the mean gradient over runs between both embeddings.</summary>
    EapIg,

    /// <summary>Relevance patching: the gradient with the rules of layer-wise relevance propagation.</summary>
    Relp,
}

/// <summary>A score on the command line: exact, eap, eap-ig or relp.</summary>
public sealed class EdgeScoreForm : IFieldForm
{
    /// <inheritdoc/>
    public object Read(string text, Run run)
    {
        foreach (EdgeScore score in Enum.GetValues<EdgeScore>())
        {
            if (Write(score) == text)
            {
                return score;
            }
        }

        throw new UserException($"'{text}' ranks no edges", $"write {string.Join(", ", Enum.GetValues<EdgeScore>().Select(score => Write(score)))}");
    }

    /// <inheritdoc/>
    public string Write(object? value) => value is EdgeScore score ? CircuitViews.NameOf(score).ToLowerInvariant() : "";
}

/// <summary>The graph and the circuit of one group of programs.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Tried">Programs that were looked at and of which a pair can be made.</param>
/// <param name="Solved">Of those, the ones of which the model solves base and source.</param>
/// <param name="Choosing">Pairs on which edges were scored and the circuit was chosen.</param>
/// <param name="Judging">Other pairs, on which it was judged.</param>
/// <param name="Tokens">The groups of tokens by their roles; the last is all tokens without one.</param>
/// <param name="Edges">Edges of the graph.</param>
/// <param name="Active">Of those, the ones whose patch changes the logits of some program at all.</param>
/// <param name="Gap">What there is to explain: by how much logit(base's answer) - logit(source's answer) is larger in the base run.</param>
/// <param name="Undefined">Why there is no circuit to speak of; null where there is one, and everything below is empty where not.</param>
/// <param name="Scores">Each score against the exact effects, and the circuits that it makes.</param>
/// <param name="Random">Circuits of as many edges drawn at random: mean of several draws.</param>
/// <param name="RandomDistance">Their CMD; null where there are none.</param>
/// <param name="Circuit">The circuit that was chosen.</param>
public sealed record CircuitGroup(
    int Hops,
    AnswerLineGroup AnswerLine,
    int Tried,
    int Solved,
    int Choosing,
    int Judging,
    ImmutableArray<string> Tokens,
    int Edges,
    int Active,
    Estimate Gap,
    string? Undefined,
    ImmutableArray<ScoreCurve> Scores,
    ImmutableArray<CircuitSize> Random,
    double? RandomDistance,
    ChosenCircuit? Circuit);

/// <summary>One way to rank edges: how far it is from the exact effects, and what its circuits do.</summary>
/// <param name="Score">The way.</param>
/// <param name="RankCorrelation">Spearman's, between its mean of each active edge and the exact one; with their signs.</param>
/// <param name="Error">Sum of |estimate - exact| over active edges, as a share of the sum of |exact|.</param>
/// <param name="TopOverlap">Of the circuit's number of edges with the largest exact effects, the share that it ranks among as many first.</param>
/// <param name="Sizes">f of its circuits of rising size, on the judging programs.</param>
/// <param name="Performance">CPR: the area under f over the share of the edges, from none to all.</param>
/// <param name="Distance">CMD: the area of |1 - f| over the same; 0 is best.</param>
public sealed record ScoreCurve(
    EdgeScore Score,
    double RankCorrelation,
    double Error,
    double TopOverlap,
    ImmutableArray<CircuitSize> Sizes,
    double Performance,
    double Distance);

/// <summary>What circuits of one size do.</summary>
/// <param name="Share">Of the graph's edges.</param>
/// <param name="Edges">Number of edges.</param>
/// <param name="Faithfulness">f = (m(C) - m(none)) / (m(all) - m(none)), m the mean of logit(base's answer) - logit(source's answer).</param>
public sealed record CircuitSize(double Share, int Edges, Estimate Faithfulness);

/// <summary>A circuit, chosen on some programs and judged on others.</summary>
/// <param name="Asked">Edges that were taken by rank.</param>
/// <param name="Size">Of those, the ones on some way from the embedding to the read-out: the circuit.</param>
/// <param name="Faithfulness">f of the circuit.</param>
/// <param name="Without">f of all edges but the circuit's: 0 where the circuit is complete.</param>
/// <param name="Incompleteness">
/// Mean of |f(C without K) - f(all without K)| over random sets K of 1, 2, 4 and 8 of the circuit's edges: 0 where it is complete.
/// </param>
/// <param name="Needed">Edges whose removal from the circuit lowers f, by the whole 95 % interval.</param>
/// <param name="Tested">Edges whose removal was tried: the largest.</param>
/// <param name="Overlap">Share of its edges that circuits of as many edges have, chosen on resampled programs: mean and 95 % interval.</param>
/// <param name="Rival">Another circuit that is as faithful; null where none was found.</param>
/// <param name="Parts">Its edges, largest effect first; at most <see cref="MostParts"/>.</param>
public sealed record ChosenCircuit(
    int Asked,
    int Size,
    Estimate Faithfulness,
    Estimate Without,
    double Incompleteness,
    int Needed,
    int Tested,
    Estimate Overlap,
    RivalCircuit? Rival,
    ImmutableArray<CircuitPart> Parts)
{
    /// <summary>So many edges are listed.</summary>
    public const int MostParts = 200;
}

/// <summary>A circuit that does the same with other edges.</summary>
/// <param name="Size">Edges.</param>
/// <param name="Shared">Of the first circuit's edges, the ones that it has too.</param>
/// <param name="Indispensable">Edges of the first circuit without which all other edges together are not as faithful.</param>
/// <param name="Faithfulness">f on the judging programs.</param>
public sealed record RivalCircuit(int Size, int Shared, int Indispensable, Estimate Faithfulness);

/// <summary>One edge of a circuit.</summary>
/// <param name="Source">What adds to the residual stream: <c>embedding</c>, <c>2.1</c> (layer and head), <c>mlp 2</c>.</param>
/// <param name="Input">What reads it: <c>3.2 v</c> (head 3.2's value; q, k), <c>mlp 3</c>, <c>read-out</c>.</param>
/// <param name="Token">The tokens at which it does.</param>
/// <param name="Effect">By how much logit(base's answer) - logit(source's answer) falls when the edge alone is patched.</param>
/// <param name="Estimated">What the score said, where it is an estimate; else the same.</param>
/// <param name="Loss">By how much f falls when the edge is taken out of the circuit; null where that was not tried.</param>
public sealed record CircuitPart(string Source, string Input, string Token, Estimate Effect, double Estimated, Estimate? Loss);

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
            {title}, {group.Choosing} choose and {group.Judging} judge{(result.Change == CircuitChange.Names ? "; the source's root is another line" : "")}
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
