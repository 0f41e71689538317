using System.Collections.Immutable;
using Bindscope.Numerics.Statistics;

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

/// <summary>What the last checkpoint shows, as its own file keeps it.</summary>
internal sealed record AbstractionMap(
    ImmutableArray<InterchangeGroupSize> Programs, ImmutableArray<InterchangeCell> Cells, ImmutableArray<Proportion> Random);

/// <summary>The variables' homes at one checkpoint.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Cells">The same cells at every checkpoint, in the same order.</param>
public sealed record CheckpointAbstraction(int Step, ImmutableArray<InterchangeCell> Cells);

/// <summary>How well a place stands for a variable of the interpreter.</summary>
/// <param name="Variable">
/// <c>value:k</c> (what the chain's line of depth k binds), <c>refers-to:k</c> (the name on its right), <c>queried-name</c>, <c>answer</c>,
/// <c>root-line</c>, <c>bound-names</c> or <c>unrelated</c>.
/// </param>
/// <param name="Source">How sources were made.</param>
/// <param name="Hops">The base programs' referential depth.</param>
/// <param name="Layer">The layer that the patched vector enters, 1-based.</param>
/// <param name="Place">The token by its role, or <c>both:newline</c> and the like: of both lines that exchange names.</param>
/// <param name="Accuracy">
/// Interchange-intervention accuracy: programs whose patched answer is the interpreter's with the variable taken from the source.
/// </param>
/// <param name="Chance">The same with each program's prediction exchanged for another program's of the group.</param>
/// <param name="Rival">Programs whose patched answer is that of the source's other variable; null where the source has none.</param>
/// <param name="Kept">Programs whose answer is still the base's.</param>
public sealed record InterchangeCell(
    string Variable,
    SourceEdit Source,
    int Hops,
    int Layer,
    string Place,
    Proportion Accuracy,
    double Chance,
    Proportion? Rival,
    Proportion Kept);

/// <summary>How many programs a kind of source has.</summary>
/// <param name="Source">How sources were made.</param>
/// <param name="Depth">The depth on the chain that is changed; 0 where it is none of the chain's lines alone.</param>
/// <param name="Hops">The base programs' referential depth.</param>
/// <param name="Tried">Programs that were looked at.</param>
/// <param name="Possible">Of those, the ones that have such a source.</param>
/// <param name="Programs">Of those, the ones that are used: the last checkpoint solves base and source.</param>
/// <param name="NoOpLargestChange">
/// Largest change of a logit when tokens before the first difference between base and source are patched: 0, or rounding.
/// </param>
public sealed record InterchangeGroupSize(
    SourceEdit Source, int Depth, int Hops, int Tried, int Possible, int Programs, double NoOpLargestChange);
