using System.Collections.Immutable;
using Bindscope.Analysis.Results;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Abstraction;

/// <summary>Finds the places that stand for a variable, and when it moved in.</summary>
internal static class VariableHomes
{
    /// <summary>A place where fewer programs follow the variable is no home of it.</summary>
    private const double Least = 0.3;

    /// <summary>For every variable and place the layer with the most accuracy, the latest of equals; layer 1 is the input itself.</summary>
    internal static ImmutableArray<InterchangeCell> Of(IEnumerable<InterchangeCell> cells) =>
    [
        .. cells.Where(cell => cell.Layer > 1 && cell.Variable != InterpreterVariable.Unrelated)
            .GroupBy(cell => (cell.Variable, cell.Source, cell.Hops, cell.Place))
            .Select(group => group.OrderByDescending(cell => cell.Accuracy.Value).ThenByDescending(cell => cell.Layer).First())
            .Where(cell => cell.Accuracy.Value >= Least && cell.Accuracy.Low > cell.Chance),
    ];

    /// <summary>When each moved in, earliest first.</summary>
    internal static ImmutableArray<VariableHome> MovedIn(
        ImmutableArray<InterchangeCell> homes, ImmutableArray<Proportion> random, IReadOnlyList<CheckpointAbstraction> checkpoints, double share) =>
    [
        .. homes.Select((home, i) =>
        {
            (int Step, Proportion Accuracy)[] curve =
                [.. checkpoints.Select(checkpoint => (checkpoint.Step, checkpoint.Cells[i].Accuracy))];
            double level = share * curve[^1].Accuracy.Value;
            int From(Func<Proportion, double> reading) => Sustained.From(curve, point => reading(point.Accuracy), level);
            (int step, int high) = (From(value => value.Value), From(value => value.Low));
            return new VariableHome(
                home.Variable,
                home.Source,
                home.Hops,
                home.Layer,
                home.Place,
                home.Accuracy,
                random[i],
                step == 0 ? null : curve[step - 1].Step,
                curve[step].Step,
                curve[From(value => value.High)].Step,
                high == curve.Length ? null : curve[high].Step);
        }).OrderBy(home => home.Step).ThenBy(home => home.Low),
    ];
}

/// <summary>A place that stands for a variable at the last checkpoint, and when the variable moved in.</summary>
/// <param name="Variable">As in <see cref="InterchangeCell.Variable"/>.</param>
/// <param name="Source">How sources were made.</param>
/// <param name="Hops">The base programs' referential depth.</param>
/// <param name="Layer">1-based; 2 or more, since patching what enters layer 1 is the same as writing another token.</param>
/// <param name="Place">The token.</param>
/// <param name="Accuracy">Interchange-intervention accuracy at the last checkpoint.</param>
/// <param name="Random">The same when the vector moves as far, but in a random direction.</param>
/// <param name="After">The last checkpoint before it moved in; null where it is there from the first on.</param>
/// <param name="Step">The first checkpoint from which accuracy stays at or above the wanted share of its final value.</param>
/// <param name="Low">The same by the upper ends of the intervals.</param>
/// <param name="High">The same by the lower ends; null where the last checkpoint's interval is too wide.</param>
public sealed record VariableHome(
    string Variable,
    SourceEdit Source,
    int Hops,
    int Layer,
    string Place,
    Proportion Accuracy,
    Proportion Random,
    int? After,
    int Step,
    int Low,
    int? High);
