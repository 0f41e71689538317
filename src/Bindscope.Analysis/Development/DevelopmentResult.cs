using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Roles;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Development;

/// <summary>The cells over training: plain data, as <c>analyses/development/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Cells">The followed cells.</param>
/// <param name="Programs">Pairs in each group, by hops and then by answer line.</param>
/// <param name="Checkpoints">By step.</param>
/// <param name="Order">When each cell emerged in each group, earliest first.</param>
public sealed record DevelopmentResult(
    int Format,
    ImmutableArray<FollowedCell> Cells,
    ImmutableArray<GroupSize> Programs,
    ImmutableArray<CheckpointCells> Checkpoints,
    ImmutableArray<Emergence> Order)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>The followed cells at one checkpoint.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Values">One for every cell and group that has it, in the order of cells and then of groups.</param>
/// <param name="Accuracy">What the model itself answers on the same programs.</param>
public sealed record CheckpointCells(int Step, ImmutableArray<CellSuccess> Values, ImmutableArray<GroupAnswers> Accuracy);

/// <summary>Success at a followed cell in one group of programs at one checkpoint.</summary>
/// <param name="Layer">The layer that the residual enters, 1-based.</param>
/// <param name="Role">The token.</param>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Success">Share of programs whose top digit becomes the counterfactual's.</param>
public sealed record CellSuccess(int Layer, TokenRole Role, int Hops, AnswerLineGroup AnswerLine, Proportion Success);

/// <summary>How often the unpatched model is right in one group of programs.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Accuracy">Share of base programs that it answers rightly.</param>
public sealed record GroupAnswers(int Hops, AnswerLineGroup AnswerLine, Proportion Accuracy);

/// <summary>How many programs a group has.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Tried">Programs that were looked at.</param>
/// <param name="Solved">Of those, the ones of which the last checkpoint solves base and source.</param>
/// <param name="Programs">Pairs on which the cells are followed.</param>
/// <param name="Choosing">Other pairs, which chose the cells; 0 where the cells were given.</param>
public sealed record GroupSize(int Hops, AnswerLineGroup AnswerLine, int Tried, int Solved, int Programs, int Choosing = 0);

/// <summary>Success at each cell over the checkpoints, and the order of emergence, as tables.</summary>
internal static class DevelopmentViews
{
    internal static IEnumerable<View> Of(DevelopmentResult result) =>
    [
        View.Of(
            $"cells of the residual stream over {result.Checkpoints.Length} checkpoints, source into base",
            ["cell", "chosen for"],
            result.Cells.Select(cell => (IEnumerable<Cell>)[NameOf(cell.Layer, cell.Role.ToString()), cell.Why])),
        .. result.Programs.Select(group => group.AnswerLine).Distinct().Order().Select(line => Curves(result, line)),
        View.Of(
            $"order of emergence: from when success stays at its share of its final value or above; interval by the cells' own 95 % intervals",
            ["step", "interval", "not yet at", "cell", "hops", "answer line", "final success, %"],
            result.Order.Select(one => (IEnumerable<Cell>)
            [
                new Cell($"{one.Step}", one.Step, one.Low, one.High),
                $"{one.Low}-{(one.High is { } high ? $"{high}" : "?")}",
                one.After,
                NameOf(one.Layer, one.Role.ToString()),
                one.Hops,
                AnswerLineGroups.NameOf(one.AnswerLine),
                Cell.Percent(one.Final),
            ])).Named("order"),
    ];

    private static View Curves(DevelopmentResult result, AnswerLineGroup line)
    {
        GroupSize[] groups = [.. result.Programs.Where(group => group.AnswerLine == line)];
        return View.Of(
            $"""
            answer on line {AnswerLineGroups.NameOf(line)}: success in % for {string.Join(", ", groups.Select(group => group.Hops))} hops
            {string.Join(", ", groups.Select(group => group.Programs))} programs; accuracy is that of the unpatched model
            """,
            ["step", "accuracy", .. result.Cells.Select(cell => NameOf(cell.Layer, cell.Role.ToString()))],
            result.Checkpoints.Select(checkpoint => (IEnumerable<Cell>)
            [
                checkpoint.Step,
                Join(groups, group => checkpoint.Accuracy.Single(one => one.Hops == group.Hops && one.AnswerLine == line).Accuracy.Value),
                .. result.Cells.Select(cell => Join(groups, group => checkpoint.Values.FirstOrDefault(value =>
                    (value.Layer, value.Role, value.Hops, value.AnswerLine) == (cell.Layer, cell.Role, group.Hops, line))?.Success.Value)),
            ]));
    }

    private static Cell Join(GroupSize[] groups, Func<GroupSize, double?> share) =>
        string.Join(" ", groups.Select(group => share(group) is { } value ? Cell.Percent(value).Text : "."));

    private static string NameOf(int layer, string role) => $"({layer}, {role})";
}
