using System.Collections.Immutable;

namespace Bindscope.Analysis.Patching;

/// <summary>A patching sweep over the test set: plain data, as <c>analyses/patch-TARGET-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Target">What was patched.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="Heads">Heads of a layer; 0 where the target has no heads.</param>
/// <param name="Groups">The groups of programs, by hops and then by answer line.</param>
/// <param name="Ranking">
/// The heads (or MLPs) by effect in programs with the answer after line 2, strongest first; empty for the residual stream.
/// </param>
public sealed record PatchResult(
    int Format,
    int Checkpoint,
    PatchTarget Target,
    int Layers,
    int Heads,
    ImmutableArray<GroupEffects> Groups,
    ImmutableArray<ComponentRank> Ranking)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}
