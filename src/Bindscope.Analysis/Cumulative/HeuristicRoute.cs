using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Bindscope.Analysis.Pairs;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Cumulative;

/// <summary>The cell by which the heuristic answers while it is all that the model has, and what became of it.</summary>
/// <param name="Checkpoint">The last checkpoint of the heuristic phase, at which the cell was looked for.</param>
/// <param name="Layer">
/// The first layer, from 2 on, on entering which the colon holds nearly all that it ever holds there: nine tenths of its highest success in
/// programs with the answer on line 1.
/// </param>
/// <param name="ByLayer">Success of the colon on entering layer 2, 3 and so on, in the programs that chose the layer.</param>
/// <param name="Curve">Success at every checkpoint, on other programs that this checkpoint and the last one solve, by answer line.</param>
/// <param name="Fates">What became of it, by answer line.</param>
public sealed record HeuristicRoute(
    int Checkpoint,
    int Layer,
    ImmutableArray<Proportion> ByLayer,
    ImmutableArray<RouteUse> Curve,
    ImmutableArray<RouteFate> Fates)
{
    /// <summary>Success at the cell in the programs that chose it.</summary>
    [JsonIgnore]
    public Proportion Chosen => ByLayer[Layer - 2];

    /// <summary>
    /// Whether the cell is the heuristic's own: on the plateau answers on line 1 surely hang on it more often than answers after line 2, if any of
    /// those are solved. Where they do not, it is where all answers come to the end of the prompt.
    /// </summary>
    [JsonIgnore]
    public bool IsOwn => Fates.FirstOrDefault(fate => fate.AnswerLine == AnswerLineGroup.First) is { } first
        && Fates.FirstOrDefault(fate => fate.AnswerLine == AnswerLineGroup.Later) is var later
        && (later is null || first.Plateau.Low > later.Plateau.High);
}

/// <summary>How often the answer hangs on the heuristic's cell at a checkpoint.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="AnswerLine">The programs' answer line.</param>
/// <param name="Success">Share of programs, of all depths, whose answer becomes the source's when the cell is patched.</param>
public sealed record RouteUse(int Step, AnswerLineGroup AnswerLine, Proportion Success);

/// <summary>What became of the heuristic's cell in programs with the answer in one place.</summary>
/// <param name="AnswerLine">The programs' answer line.</param>
/// <param name="Plateau">Success at the checkpoint at which the cell was found.</param>
/// <param name="End">Success at the last checkpoint.</param>
/// <param name="Kind">What follows.</param>
public sealed record RouteFate(AnswerLineGroup AnswerLine, Proportion Plateau, Proportion End, RouteFateKind Kind);

/// <summary>Whether a cell is used, at half of the success by which it was chosen or more with its whole interval, at the plateau and at the end.</summary>
public enum RouteFateKind
{
    /// <summary>Then and now: the heuristic's route stays in use.</summary>
    Kept,

    /// <summary>Then, and no more.</summary>
    GivenUp,

    /// <summary>Now, and not then: the circuit uses the cell for what the heuristic did not answer.</summary>
    Reused,

    /// <summary>Neither then nor now.</summary>
    Unused,

    /// <summary>An interval reaches over the edge.</summary>
    Undecided,
}
