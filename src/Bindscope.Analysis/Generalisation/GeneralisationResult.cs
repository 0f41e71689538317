using System.Collections.Immutable;

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
}
