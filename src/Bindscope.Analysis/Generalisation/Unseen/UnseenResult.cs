using System.Collections.Immutable;
using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.Generalisation.Unseen;

/// <summary>Symbols in roles that they never had in training: plain data, as <c>analyses/unseen-roles/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Unseen">The symbols that training left out of each role.</param>
/// <param name="Programs">Test programs that pairs were made of.</param>
/// <param name="Checkpoints">In the order of their steps.</param>
/// <param name="Level">The share at which programs count as answered, for the milestones.</param>
/// <param name="Milestones">When; empty where one checkpoint was asked for.</param>
public sealed record UnseenResult(
    int Format,
    UnseenRoles Unseen,
    int Programs,
    ImmutableArray<CheckpointUnseen> Checkpoints,
    double Level,
    ImmutableArray<UnseenMilestone> Milestones)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}
