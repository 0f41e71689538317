using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;

namespace Bindscope.Analysis.Abstraction;

/// <summary>Which of the interpreter's variables lives where: plain data, as <c>analyses/abstraction/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint that <paramref name="Cells"/> shows: the last.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="Programs">Programs of each kind of source.</param>
/// <param name="Cells">Every variable at every layer and place.</param>
/// <param name="Homes">The places that stand for a variable, in the order in which it moved in.</param>
/// <param name="Checkpoints">The homes over training, by step.</param>
public sealed record AbstractionResult(
    int Format,
    int Checkpoint,
    int Layers,
    ImmutableArray<InterchangeGroupSize> Programs,
    ImmutableArray<InterchangeCell> Cells,
    ImmutableArray<VariableHome> Homes,
    ImmutableArray<CheckpointAbstraction> Checkpoints)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>What the last checkpoint shows, as its own file keeps it.</summary>
internal sealed record AbstractionMap(
    ImmutableArray<InterchangeGroupSize> Programs, ImmutableArray<InterchangeCell> Cells, ImmutableArray<Proportion> Random);

/// <summary>The variables' homes at one checkpoint.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Cells">The same cells at every checkpoint, in the same order.</param>
public sealed record CheckpointAbstraction(int Step, ImmutableArray<InterchangeCell> Cells);

/// <summary>How well a place stands for a variable of the interpreter.</summary>
/// <param name="Variable">
/// <c>value:k</c> (what the chain's line of depth k binds), <c>refers-to:k</c> (the name on its right), <c>queried-name</c>, <c>answer</c>,
/// <c>root-line</c>, <c>bound-names</c> or <c>unrelated</c>.
/// </param>
/// <param name="Source">How sources were made.</param>
/// <param name="Hops">The base programs' referential depth.</param>
/// <param name="Layer">The layer that the patched vector enters, 1-based.</param>
/// <param name="Place">The token by its role, or <c>both:newline</c> and the like: of both lines that exchange names.</param>
/// <param name="Accuracy">
/// Interchange-intervention accuracy: programs whose patched answer is the interpreter's with the variable taken from the source.
/// </param>
/// <param name="Chance">The same with each program's prediction exchanged for another program's of the group.</param>
/// <param name="Rival">Programs whose patched answer is that of the source's other variable; null where the source has none.</param>
/// <param name="Kept">Programs whose answer is still the base's.</param>
public sealed record InterchangeCell(
    string Variable,
    SourceEdit Source,
    int Hops,
    int Layer,
    string Place,
    Proportion Accuracy,
    double Chance,
    Proportion? Rival,
    Proportion Kept);

/// <summary>How many programs a kind of source has.</summary>
/// <param name="Source">How sources were made.</param>
/// <param name="Depth">The depth on the chain that is changed; 0 where it is none of the chain's lines alone.</param>
/// <param name="Hops">The base programs' referential depth.</param>
/// <param name="Tried">Programs that were looked at.</param>
/// <param name="Possible">Of those, the ones that have such a source.</param>
/// <param name="Programs">Of those, the ones that are used: the last checkpoint solves base and source.</param>
/// <param name="NoOpLargestChange">
/// Largest change of a logit when tokens before the first difference between base and source are patched: 0, or rounding.
/// </param>
public sealed record InterchangeGroupSize(
    SourceEdit Source, int Depth, int Hops, int Tried, int Possible, int Programs, double NoOpLargestChange);

/// <summary>Accuracy of each variable by layer and place, and when it moved in, as tables.</summary>
internal static class AbstractionViews
{
    /// <summary>A place where fewer programs follow a variable at every layer is left out of the table; the JSON has it.</summary>
    private const double Shown = 0.2;

    internal static IEnumerable<View> Of(AbstractionResult result) =>
    [
        View.Of(
            $"step {result.Checkpoint}: interchange-intervention accuracy of the interpreter's variables, % by layer entered (1-{
                result.Layers}); places that reach {Cell.Percent(Shown).Text}"),
        .. result.Cells.GroupBy(cell => cell.Hops).Select(Cells),
        View.Of(
            $"when each moved in: from when accuracy stays at its share of its final value or above; interval by the cells' own 95 % intervals",
            ["step", "interval", "not yet at", "variable", "source", "hops", "layer", "place", "final, %", "random move, %"],
            result.Homes.Select(home => (IEnumerable<Cell>)
            [
                home.Step,
                $"{home.Low}-{(home.High is { } high ? $"{high}" : "?")}",
                home.After,
                home.Variable,
                $"{home.Source}",
                home.Hops,
                home.Layer,
                home.Place,
                Cell.Percent(home.Accuracy),
                Cell.Percent(home.Random),
            ])),
    ];

    private static View Cells(IGrouping<int, InterchangeCell> hops) => View.Of(
        $"{Execution.HopsInWords(hops.Key)}",
        ["variable", "source", "programs", "place", "accuracy", "rival", "kept", "chance"],
        hops.GroupBy(cell => (cell.Variable, cell.Source, cell.Place))
            .Select(row => (row.Key, Layers: row.OrderBy(cell => cell.Layer).ToArray()))
            .Where(row => row.Layers.Any(cell => cell.Accuracy.Value >= Shown) || (row.Key.Variable == "unrelated" && row.Key.Place is "query" or "colon"))
            .Select(row => (IEnumerable<Cell>)
            [
                row.Key.Variable,
                $"{row.Key.Source}",
                row.Layers[0].Accuracy.Programs,
                row.Key.Place,
                Join(row.Layers, cell => cell.Accuracy.Value),
                row.Layers[0].Rival is null ? "" : Join(row.Layers, cell => cell.Rival!.Value.Value),
                Join(row.Layers, cell => cell.Kept.Value),
                Cell.Percent(row.Layers.Max(cell => cell.Chance)),
            ]));

    private static Cell Join(InterchangeCell[] layers, Func<InterchangeCell, double> share) =>
        string.Join(" ", layers.Select(cell => Cell.Percent(share(cell)).Text));
}
