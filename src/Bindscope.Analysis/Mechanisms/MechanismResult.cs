using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;

namespace Bindscope.Analysis.Mechanisms;

/// <summary>What tokens bring when they are taken from another program: plain data, as <c>analyses/mechanisms-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="Groups">The map, by hops and depth of the line that the sources change.</param>
/// <param name="Overwritten">What assigning the queried name again does, by how often; empty where the test set has no such programs.</param>
/// <param name="BeforeQuery">Whether values stand before the query, by hops from 2 on.</param>
public sealed record MechanismResult(
    int Format,
    int Checkpoint,
    int Layers,
    ImmutableArray<MechanismMap> Groups,
    ImmutableArray<OverwrittenName> Overwritten,
    ImmutableArray<ValueBeforeQuery> BeforeQuery)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>The map of one number of hops and one line of the chain.</summary>
/// <param name="Hops">The base programs' referential depth.</param>
/// <param name="Depth">The depth of the line that stands elsewhere and binds another name in the sources; 1 is the root.</param>
/// <param name="Tried">Programs that were looked at.</param>
/// <param name="Possible">Of those, the ones that have such sources.</param>
/// <param name="Programs">Of those, the ones that are used: the model solves base and both sources.</param>
/// <param name="Cells">By layer, and then in the order of the text; the control, a token off the chain, last of each layer.</param>
/// <param name="Untrained">What the run's first checkpoint says of the same programs; null where it is the one that is asked.</param>
public sealed record MechanismMap(
    int Hops,
    int Depth,
    int Tried,
    int Possible,
    int Programs,
    ImmutableArray<MechanismCell> Cells,
    MechanismNull? Untrained);

/// <summary>What a vector brings, on entering a layer: the shares of the four mechanisms and of what is none.</summary>
/// <param name="Layer">The layer that the patched vector enters, 1-based; layer 1 is the input itself.</param>
/// <param name="Place">The token by its role; <c>other token</c> for one off the chain.</param>
/// <param name="Value">The digit itself.</param>
/// <param name="Line">Where the line stands (positional).</param>
/// <param name="Name">What the line binds (lexical).</param>
/// <param name="Self">The digit as something to look for (reflexive).</param>
/// <param name="Kept">Nothing: the base's answer stays.</param>
/// <param name="Other">Any digit.</param>
/// <param name="Agreement">What the fitted model's distribution over digits has in common with the network's, in programs that it was not fitted to:
/// one minus the Jensen-Shannon divergence, 0 to 1.</param>
/// <param name="Shuffled">The same with each program's predictions exchanged for the next one's.</param>
/// <param name="ByLine">Answers that are the base's digit on the address's line, by where that line is.</param>
public sealed record MechanismCell(
    int Layer,
    string Place,
    Estimate Value,
    Estimate Line,
    Estimate Name,
    Estimate Self,
    Estimate Kept,
    Estimate Other,
    Estimate Agreement,
    double Shuffled,
    ImmutableArray<AddressShare> ByLine)
{
    /// <summary>Share of answers that are kept from which on a patch moves nothing to speak of, where every model that keeps the answer agrees.</summary>
    internal const double LeastKept = 0.9;

    /// <summary>Agreement that a causal model is asked for (Y. Gur-Arieh, M. Geva and A. Geiger, 2025).</summary>
    internal const double LeastAgreement = 0.95;

    /// <summary>The share of one mechanism.</summary>
    /// <param name="mechanism">Which.</param>
    public Estimate Of(Mechanism mechanism) => mechanism switch
    {
        Mechanism.Value => Value,
        Mechanism.Line => Line,
        Mechanism.Name => Name,
        Mechanism.Self => Self,
        Mechanism.Kept => Kept,
        _ => Other,
    };
}

/// <summary>How often the answer follows the address by line where that line is one of the first two or a later one.</summary>
/// <param name="Line">Where the address points.</param>
/// <param name="Share">Answers that are what the base has there, mean of both sources.</param>
public sealed record AddressShare(AnswerLineGroup Line, Proportion Share);

/// <summary>The largest share of a mechanism that a model without training has anywhere in the map.</summary>
/// <param name="Mechanism">Which: one of the first four.</param>
/// <param name="Layer">The layer entered.</param>
/// <param name="Place">The token.</param>
/// <param name="Share">Its share.</param>
public sealed record MechanismNull(Mechanism Mechanism, int Layer, string Place, Estimate Share);

/// <summary>The same programs with the queried name bound so many times before the binding that counts.</summary>
/// <param name="Again">How often it is assigned again, 0 to 3.</param>
/// <param name="Right">Answers that are right: the latest binding's value.</param>
/// <param name="Stale">Answers that are a value which the name had before.</param>
/// <param name="StaleBefore">The same digits, said where those lines bind other names: what is no error of the overwriting.</param>
public sealed record OverwrittenName(int Again, Proportion Right, Proportion Stale, Proportion StaleBefore)
{
    /// <summary>Of the answers that are a value which the name has or had, those that are the latest; chance is one in as many values as it had.</summary>
    /// <returns>Null where no answer is one of these.</returns>
    internal Proportion? Latest()
    {
        int right = Count(Right), any = right + Count(Stale);
        return any > 0 ? Proportion.OfCounts(right, any) : null;

        static int Count(Proportion share) => (int)Math.Round(share.Value * share.Programs);
    }
}

/// <summary>Whether the queried variable's value stands anywhere before the query.</summary>
/// <param name="Hops">The programs' referential depth, 2 or more.</param>
/// <param name="Programs">Programs.</param>
/// <param name="Followed">Programs of which, in some layer from 2 on, the tokens from the chain's second right-hand side to the last newline hold the digit
/// that the answer goes by: the chain was followed for one hop at least.</param>
/// <param name="Resolved">The same from the queried line's right-hand side on: the queried variable has its value.</param>
/// <param name="Layers">The same in each layer.</param>
public sealed record ValueBeforeQuery(
    int Hops, int Programs, Proportion Followed, Proportion Resolved, ImmutableArray<ValueBeforeQueryLayer> Layers);

/// <summary>Where values stand before the query, on entering one layer.</summary>
/// <param name="Layer">The layer, from 2.</param>
/// <param name="Followed">Share of programs, as in <see cref="ValueBeforeQuery.Followed"/>.</param>
/// <param name="Resolved">Share of programs, as in <see cref="ValueBeforeQuery.Resolved"/>.</param>
public sealed record ValueBeforeQueryLayer(int Layer, double Followed, double Resolved);

/// <summary>Shares by layer and token, overwritten names and state before the query, as tables.</summary>
internal static class MechanismViews
{
    /// <summary>A cell where all mechanisms have less together is left out of the table; the JSON has it.</summary>
    private const double Shown = 0.1;

    internal static IEnumerable<View> Of(MechanismResult result) =>
    [
        View.Of($"step {result.Checkpoint}: what a token brings from another program, shares in % with 95 % intervals; layer 1 is the input itself"),
        .. result.Groups.Select(Map),
        Agreements(result),
        View.Of(
            $"the queried name assigned again, in the same programs",
            ["assigned again", "right, %", "a value it had before, %", "the same digits without it, %"],
            result.Overwritten.Select(one => (IEnumerable<Cell>)
                [one.Again, Cell.PercentOf(one.Right), Cell.Percent(one.Stale), Cell.Percent(one.StaleBefore)])),
        View.Of(
            $"programs whose value stands before the query, in any layer, and by layer",
            ["hops", "one hop followed, %", "queried variable resolved, %", "layers 2 on: followed", "resolved"],
            result.BeforeQuery.Select(one => (IEnumerable<Cell>)
            [
                one.Hops, Cell.PercentOf(one.Followed), Cell.Percent(one.Resolved),
                string.Join(" ", one.Layers.Select(layer => Cell.Percent(layer.Followed).Text)),
                string.Join(" ", one.Layers.Select(layer => Cell.Percent(layer.Resolved).Text)),
            ])),
    ];

    private static string AtLeast => $"{Cell.Percent(Shown).Text} % or more";

    private static string Moved(MechanismMap map) =>
        $"{Execution.HopsInWords(map.Hops)}, the line of depth {map.Depth} elsewhere and under another name";

    private static View Map(MechanismMap map) => View.Of(
        $"{Moved(map)}: {map.Programs} programs ({map.Possible} of {map.Tried} tried have such sources){Controls(map)}; places where mechanisms have {AtLeast}",
        ["layer", "token", "value", "line", "name", "itself", "kept", "other", "agreement", "shuffled", "line 1, 2, later"],
        map.Cells.Where(cell => MechanismMixture.Carried.Sum(which => cell.Of(which).Value) >= Shown).Select(cell => (IEnumerable<Cell>)
        [
            cell.Layer, cell.Place, .. MechanismMixture.Carried.Select(which => Cell.Percent(cell.Of(which))),
            Cell.Percent(cell.Kept.Value), Cell.Percent(cell.Other.Value), Cell.Number(cell.Agreement.Value), Cell.Number(cell.Shuffled),
            string.Join(", ", cell.ByLine.Select(one => $"{AnswerLineGroups.NameOf(one.Line)}: {Cell.Percent(one.Share.Value).Text}")),
        ]));

    /// <summary>Where nothing moves, every model that keeps the answer agrees: how well a mixture tells what patches do shows in the other cells.</summary>
    private static View Agreements(MechanismResult result)
    {
        MechanismCell[] cells = [.. result.Groups.SelectMany(map => map.Cells)];
        return View.Of(
            $"how well the fitted mixture tells what the network answers, in programs that it was not fitted to",
            ["places", "number", "mean agreement", $"with {Cell.Number(MechanismCell.LeastAgreement).Text} or more", "mean, shuffled"],
            new (string What, IEnumerable<MechanismCell> Are)[]
            {
                ($"something moves: less than {Cell.Percent(MechanismCell.LeastKept).Text} % kept", cells.Where(Moves)),
                ("nothing moves", cells.Where(cell => !Moves(cell))),
            }
                .Where(part => part.Are.Any()).Select(part => (IEnumerable<Cell>)
                [
                    part.What, part.Are.Count(), Cell.Number(part.Are.Average(cell => cell.Agreement.Value)),
                    part.Are.Count(cell => cell.Agreement.Value >= MechanismCell.LeastAgreement), Cell.Number(part.Are.Average(cell => cell.Shuffled)),
                ]));

        static bool Moves(MechanismCell cell) => cell.Kept.Value < MechanismCell.LeastKept;
    }

    private static string Controls(MechanismMap map)
    {
        double other = map.Cells.Where(cell => cell.Place == MechanismSweep.OtherToken)
            .SelectMany(cell => MechanismMixture.Carried.Select(which => cell.Of(which).Value)).DefaultIfEmpty(0).Max();
        return $"; a token off the chain has at most {Cell.Percent(other).Text} %"
            + (map.Untrained is { } none ? $", the untrained model {Cell.Percent(none.Share.Value).Text} %" : "");
    }
}
