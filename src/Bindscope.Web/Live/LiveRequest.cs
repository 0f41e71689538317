using System.Collections.Immutable;
using System.Text.Json;
using Bindscope.Analysis.Live;
using Bindscope.Interventions;

namespace Bindscope.Web.Live;

/// <summary>Parts of one program at one checkpoint.</summary>
/// <param name="Program">The base program's text.</param>
/// <param name="Parts">Which parts.</param>
/// <param name="Source">The source program's text; null for the default counterfactual.</param>
internal sealed record LiveRequest(string Program, ImmutableArray<LivePart> Parts, string? Source = null);

/// <summary>Programs whose answers are wanted.</summary>
/// <param name="Programs">Their texts, 1 or more.</param>
internal sealed record AskRequest(ImmutableArray<string> Programs);

/// <summary>What a checkpoint says to programs.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Answers">In the order of the programs.</param>
internal sealed record AskResult(int Step, ImmutableArray<AskedProgram> Answers);

/// <summary>Interventions in one program, all in one forward pass.</summary>
/// <param name="Program">The base program's text.</param>
/// <param name="Interventions">1 or more, as the files of the command line have them (docs/interventions.md), or in short (<see cref="PatchPlace"/>).</param>
/// <param name="Source">The source program's text; null for the default counterfactual.</param>
internal sealed record PatchRequest(string Program, [property: Holds(typeof(Intervention))] ImmutableArray<JsonElement> Interventions, string? Source = null);

/// <summary>One program at every checkpoint.</summary>
/// <param name="Program">The program's text.</param>
internal sealed record TrainingLogitsRequest(string Program);
