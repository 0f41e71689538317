using System.Collections.Immutable;

namespace Bindscope.Analysis.Probes;

/// <summary>Probes of a checkpoint: plain data, as <c>analyses/probes-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="FitPrograms">Programs that the probes learned from.</param>
/// <param name="TestPrograms">Programs that they were measured on.</param>
/// <param name="States">At newlines: the whole state so far (table 1), after every layer; layer 0 are the embeddings.</param>
/// <param name="Lines">At right-hand sides: value and depth of the line, after every layer.</param>
public sealed record ProbeResult(
    int Format,
    int Checkpoint,
    int Layers,
    int FitPrograms,
    int TestPrograms,
    ImmutableArray<StateProbe> States,
    ImmutableArray<LineProbe> Lines)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}
