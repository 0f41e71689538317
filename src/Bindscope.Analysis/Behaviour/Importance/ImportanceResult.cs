using System.Collections.Immutable;

namespace Bindscope.Analysis.Behaviour.Importance;

/// <summary>Feature importance over training: plain data, as <c>analyses/importance/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="FitPrograms">Programs that are learned from.</param>
/// <param name="TestPrograms">Others, on which everything is measured.</param>
/// <param name="Checkpoints">By step.</param>
public sealed record ImportanceResult(
    int Format, int FitPrograms, int TestPrograms, ImmutableArray<CheckpointImportance> Checkpoints)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}
