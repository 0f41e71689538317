using System.Globalization;

namespace Bindscope.Analysis.Accuracy;

/// <summary>A checkpoint that is asked for all programs of a split.</summary>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Split">Which programs.</param>
public sealed record EvaluationSpec(int Checkpoint, HeldBackSplit Split)
{
    /// <summary>The name of the analysis's folder.</summary>
    /// <returns>Such as <c>evaluation-030000</c>.</returns>
    public string FolderName() => "evaluation-" + Checkpoint.ToString("D6", CultureInfo.InvariantCulture);
}
