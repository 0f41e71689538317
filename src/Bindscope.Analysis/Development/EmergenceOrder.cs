using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;

namespace Bindscope.Analysis.Development;

/// <summary>Finds when each followed cell emerged.</summary>
internal static class EmergenceOrder
{
    /// <summary>A cell with less success than this at the end carries nothing, and has no time of emergence.</summary>
    private const double Carries = 0.2;

    /// <summary>The cells in the order in which they emerged.</summary>
    internal static ImmutableArray<Emergence> Of(IReadOnlyList<CheckpointCells> checkpoints, double share) =>
    [
        .. checkpoints.SelectMany(checkpoint => checkpoint.Values.Select(value => (checkpoint.Step, Value: value)))
            .GroupBy(item => (item.Value.Layer, item.Value.Role, item.Value.Hops, item.Value.AnswerLine))
            .Select(group => Of([.. group.OrderBy(item => item.Step)], share))
            .OfType<Emergence>()
            .OrderBy(emergence => emergence.Step).ThenBy(emergence => emergence.Low),
    ];

    private static Emergence? Of((int Step, CellSuccess Value)[] curve, double share)
    {
        CellSuccess last = curve[^1].Value;
        double level = share * last.Success.Value;
        if (last.Success.Value < Carries)
        {
            return null;
        }

        int step = Sustained.From(curve, point => point.Value.Success.Value, level);
        int high = Sustained.From(curve, point => point.Value.Success.Low, level);
        return new Emergence(
            last.Layer,
            last.Role,
            last.Hops,
            last.AnswerLine,
            step == 0 ? null : curve[step - 1].Step,
            curve[step].Step,
            curve[Sustained.From(curve, point => point.Value.Success.High, level)].Step,
            high == curve.Length ? null : curve[high].Step,
            last.Success.Value);
    }
}

/// <summary>When a cell began to carry the digit for good in one group of programs.</summary>
/// <param name="Layer">1-based.</param>
/// <param name="Role">The token.</param>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="After">The last checkpoint before; null where it is there from the first checkpoint on.</param>
/// <param name="Step">The first checkpoint from which success stays at or above the wanted share of its final value.</param>
/// <param name="Low">The same by the upper ends of the intervals: it may have emerged as early as this.</param>
/// <param name="High">
/// The same by the lower ends: it had surely emerged by this; null where the last checkpoint's interval is too wide.
/// </param>
/// <param name="Final">Success at the last checkpoint.</param>
public sealed record Emergence(
    int Layer, TokenRole Role, int Hops, AnswerLineGroup AnswerLine, int? After, int Step, int Low, int? High, double Final);
