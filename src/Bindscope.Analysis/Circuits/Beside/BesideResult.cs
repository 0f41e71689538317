using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Circuits.Beside;

/// <summary>Two runs' circuits by what they do: plain data, as <c>analyses/circuit-beside/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="First">The run.</param>
/// <param name="Second">The other run.</param>
/// <param name="Score">What ranked the edges.</param>
/// <param name="Groups">The groups of programs.</param>
public sealed record BesideResult(int Format, string First, string Second, EdgeScore Score, ImmutableArray<BesideGroup> Groups)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>Both circuits on the programs of one group.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Tried">Programs that were looked at.</param>
/// <param name="Solved">Of those, the ones of which both models solve base and source.</param>
/// <param name="Choosing">Pairs on which both circuits were chosen.</param>
/// <param name="Judging">Other pairs, on which they were judged.</param>
/// <param name="Undefined">Why nothing can be said; null where something can, and the rest is empty where not.</param>
/// <param name="SharedKinds">Kinds of edges that both circuits have.</param>
/// <param name="Circuits">The run's circuit, then the other's.</param>
public sealed record BesideGroup(
    int Hops,
    AnswerLineGroup AnswerLine,
    int Tried,
    int Solved,
    int Choosing,
    int Judging,
    string? Undefined,
    int SharedKinds,
    ImmutableArray<SwappedCircuit> Circuits);

/// <summary>One model's circuit, and what the model does with the other's kinds of edges.</summary>
/// <param name="Run">The run.</param>
/// <param name="Size">Edges of its circuit.</param>
/// <param name="Faithfulness">f of its circuit.</param>
/// <param name="Kinds">Kinds of edges that its circuit has: embedding, head or MLP; query, key, value, MLP or read-out; token.</param>
/// <param name="OwnKinds">f of all its edges of its own circuit's kinds.</param>
/// <param name="Swapped">f of all its edges of the other circuit's kinds.</param>
/// <param name="Random">f of all its edges of as many random kinds as the other circuit has: mean of several draws.</param>
public sealed record SwappedCircuit(
    string Run, int Size, Estimate Faithfulness, ImmutableArray<string> Kinds, Estimate OwnKinds, Estimate Swapped, Estimate Random);
