using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Circuits.Growth;

/// <summary>Circuits over training: plain data, as <c>analyses/circuit-growth/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Score">What ranked the edges.</param>
/// <param name="Groups">The groups of programs.</param>
/// <param name="Checkpoints">Every checkpoint, in the order of training.</param>
public sealed record GrowthResult(int Format, EdgeScore Score, ImmutableArray<GrowthGroup> Groups, ImmutableArray<CircuitsAtStep> Checkpoints)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>The programs of one group: at every checkpoint the same, those of which the last one solves base and source.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Tried">Programs that were looked at.</param>
/// <param name="Solved">Of those, the ones of which the last checkpoint solves base and source.</param>
/// <param name="Choosing">Pairs on which circuits are chosen.</param>
/// <param name="Judging">Other pairs, on which they are judged.</param>
/// <param name="Edges">Edges of the graph.</param>
/// <param name="Tokens">The groups of tokens by their roles; the last is all tokens without one.</param>
/// <param name="Size">Edges of the last checkpoint's circuit; 0 where it has none.</param>
public sealed record GrowthGroup(
    int Hops, AnswerLineGroup AnswerLine, int Tried, int Solved, int Choosing, int Judging, int Edges, ImmutableArray<string> Tokens, int Size);

/// <summary>What one checkpoint has.</summary>
/// <param name="Step">The checkpoint's step.</param>
/// <param name="Groups">As many as the result has groups, in their order.</param>
public sealed record CircuitsAtStep(int Step, ImmutableArray<CircuitAtStep> Groups);

/// <summary>One group's circuits at one checkpoint.</summary>
/// <param name="Solved">Share of the judging pairs of which this checkpoint solves base and source.</param>
/// <param name="Gap">By how much logit(base's answer) - logit(source's answer) is larger in the base run.</param>
/// <param name="Undefined">Why f is undefined here; null where it is not.</param>
/// <param name="Faithfulness">f of the last checkpoint's circuit with this checkpoint's weights; null where it is undefined.</param>
/// <param name="Size">Edges of this checkpoint's own circuit; null where f is undefined.</param>
/// <param name="OwnFaithfulness">f of that circuit.</param>
/// <param name="Shared">Of its edges, the ones that the last checkpoint's circuit has.</param>
/// <param name="Parts">Edges of both circuits, largest effects first; of each at most <see cref="ChosenCircuit.MostParts"/>.</param>
public sealed record CircuitAtStep(
    Proportion Solved,
    Estimate Gap,
    string? Undefined,
    Estimate? Faithfulness,
    int? Size,
    Estimate? OwnFaithfulness,
    int? Shared,
    ImmutableArray<GrowingPart> Parts);

/// <summary>One edge at one checkpoint.</summary>
/// <param name="Source">What adds to the residual stream, as in <see cref="CircuitPart"/>.</param>
/// <param name="Input">What reads it.</param>
/// <param name="Token">The tokens at which it does.</param>
/// <param name="Effect">What the score says of it here: by how much logit(base's answer) - logit(source's answer) falls when it is patched.</param>
/// <param name="Own">Whether it is in this checkpoint's own circuit.</param>
/// <param name="Last">Whether it is in the last checkpoint's.</param>
public sealed record GrowingPart(string Source, string Input, string Token, double Effect, bool Own, bool Last);
