using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Generalisation;

/// <summary>Accuracy beyond training: plain data, as <c>analyses/generalisation-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="TrainedLines">Lines of the task's programs.</param>
/// <param name="TrainedHops">The task's most hops.</param>
/// <param name="LongestLines">The most lines that the model has positions for, or that were asked for.</param>
/// <param name="ByLines">Figure 8: by number of lines, over the task's hops.</param>
/// <param name="ByHops">Figure 9: by hops, in programs of the task's length.</param>
/// <param name="ByVariation">With distractors drawn in other ways, at the task's length and hops.</param>
/// <param name="Cells">Every form by itself.</param>
public sealed record GeneralisationResult(
    int Format,
    int Checkpoint,
    int TrainedLines,
    int TrainedHops,
    int LongestLines,
    ImmutableArray<GeneralisationPoint> ByLines,
    ImmutableArray<GeneralisationPoint> ByHops,
    ImmutableArray<VariationAccuracy> ByVariation,
    ImmutableArray<GeneralisationCell> Cells)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The curves that a model would have which says line 1's digit always, on the same programs: a null model beside this one.</summary>
    /// <returns>Curves by lines and by hops, and the cells; no variations.</returns>
    public GeneralisationResult OfFirstLine()
    {
        // Where line 1's digit is not the answer is counted in each cell already: in all the others it would be right.
        GeneralisationCell[] cells =
        [
            .. Cells.Where(cell => cell.Variation == Variation.None).Select(cell => cell with
            {
                Accuracy = Proportion.OfCounts(cell.Accuracy.Programs - (cell.SaysFirstLine?.Programs ?? 0), cell.Accuracy.Programs),
            }),
        ];
        return this with
        {
            ByLines = GeneralisationPoint.Of(cells.Where(cell => cell.Hops <= TrainedHops), cell => cell.Lines),
            ByHops = GeneralisationPoint.Of(cells.Where(cell => cell.Lines == TrainedLines), cell => cell.Hops),
            ByVariation = [],
            Cells = [.. cells],
        };
    }
}

/// <summary>Accuracy on new programs of one form.</summary>
/// <param name="Variation">How distractors are drawn.</param>
/// <param name="Lines">Assignments of each program.</param>
/// <param name="Hops">The query's referential depth.</param>
/// <param name="AnswerLine">Where the root stands.</param>
/// <param name="Accuracy">Share answered rightly.</param>
/// <param name="SaysFirstLine">Share of predictions that are line 1's digit, where that is not the answer; null where it always is.</param>
public sealed record GeneralisationCell(
    Variation Variation, int Lines, int Hops, AnswerLineGroup AnswerLine, Proportion Accuracy, Proportion? SaysFirstLine);

/// <summary>One point of a curve: cells pooled.</summary>
/// <param name="Value">Lines, or hops.</param>
/// <param name="AnswerLine">Where the root stands.</param>
/// <param name="Accuracy">Share answered rightly, every form with the same weight.</param>
public sealed record GeneralisationPoint(int Value, AnswerLineGroup AnswerLine, Proportion Accuracy)
{
    /// <summary>Cells pooled along an axis.</summary>
    internal static ImmutableArray<GeneralisationPoint> Of(IEnumerable<GeneralisationCell> cells, Func<GeneralisationCell, int> axis) =>
    [
        .. cells.GroupBy(cell => (Value: axis(cell), cell.AnswerLine)).OrderBy(group => group.Key)
            .Select(group => new GeneralisationPoint(group.Key.Value, group.Key.AnswerLine, Pooled([.. group]))),
    ];

    /// <summary>The accuracy of several cells together.</summary>
    internal static Proportion Pooled(IReadOnlyList<GeneralisationCell> cells)
    {
        int programs = cells.Sum(cell => cell.Accuracy.Programs);
        return Proportion.OfCounts((int)Math.Round(cells.Sum(cell => cell.Accuracy.Value * cell.Accuracy.Programs)), programs);
    }
}

/// <summary>Accuracy at the task's length and hops with distractors drawn in another way.</summary>
/// <param name="Variation">How.</param>
/// <param name="AnswerLine">Where the root stands.</param>
/// <param name="Accuracy">Share answered rightly.</param>
public sealed record VariationAccuracy(Variation Variation, AnswerLineGroup AnswerLine, Proportion Accuracy);
