using System.Collections.Immutable;
using Bindscope.Analysis.Patching;

namespace Bindscope.Analysis.Attribution;

/// <summary>Attribution patching: plain data, as <c>analyses/attribution-TARGET-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Target">What would be patched.</param>
/// <param name="Groups">The groups of programs.</param>
public sealed record AttributionResult(int Format, int Checkpoint, PatchTarget Target, ImmutableArray<AttributionGroup> Groups)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}
