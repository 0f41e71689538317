using System.Collections.Immutable;
using Bindscope.Training.Presets;

namespace Bindscope.Training.Runs;

/// <summary>What spec.json holds: the preset as it was resolved before step 0.</summary>
/// <param name="Format">Version of the run folder's layout; this Bindscope writes and reads <see cref="CurrentFormat"/>.</param>
/// <param name="Assistance">What helped the training beyond the paper's objective, in words; see <see cref="Presets.Preset.Assistance"/>.</param>
/// <param name="Preset">The whole preset.</param>
public sealed record RunSpec(int Format, ImmutableArray<string> Assistance, Preset Preset)
{
    /// <summary>The layout that this version writes and reads.</summary>
    public const int CurrentFormat = 1;
}
