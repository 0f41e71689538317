using System.Collections.Immutable;

namespace Bindscope.Analysis.Abstraction;

/// <summary>Which of the interpreter's variables lives where: plain data, as <c>analyses/abstraction/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint that <paramref name="Cells"/> shows: the last.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="Programs">Programs of each kind of source.</param>
/// <param name="Cells">Every variable at every layer and place.</param>
/// <param name="Homes">The places that stand for a variable, in the order in which it moved in.</param>
/// <param name="Checkpoints">The homes over training, by step.</param>
public sealed record AbstractionResult(
    int Format,
    int Checkpoint,
    int Layers,
    ImmutableArray<InterchangeGroupSize> Programs,
    ImmutableArray<InterchangeCell> Cells,
    ImmutableArray<VariableHome> Homes,
    ImmutableArray<CheckpointAbstraction> Checkpoints)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}
