using System.Collections.Immutable;
using Bindscope.Analysis.LogitLens;
using Bindscope.Analysis.Patching.Single;

namespace Bindscope.Analysis.Live;

/// <summary>One program at one checkpoint; parts that were not asked for are null.</summary>
/// <param name="Program">The base program's text.</param>
/// <param name="Source">The source program's text.</param>
/// <param name="Step">The checkpoint's step.</param>
/// <param name="Logits">The answers to both.</param>
/// <param name="Residual">Figure 3a.</param>
/// <param name="Heads">The same for each head's contribution.</param>
/// <param name="Mlp">The same for each MLP's output.</param>
/// <param name="Lens">The logit lens at every layer and token of the base.</param>
/// <param name="Attention">What each head looks at in the base.</param>
public sealed record LiveProgram(
    string Program,
    string Source,
    int Step,
    LogitPair? Logits = null,
    PatchMap? Residual = null,
    ComponentMap? Heads = null,
    ComponentMap? Mlp = null,
    LensMap? Lens = null,
    AttentionMap? Attention = null);

/// <summary>What every head of a model looks at in one program.</summary>
/// <param name="Layers">Layers of the model.</param>
/// <param name="Heads">Heads of each layer.</param>
/// <param name="Pattern">
/// Attention of each query to the keys up to itself, by layer, head, query and key; rounded to four decimals. Query q has q + 1 entries.
/// </param>
public sealed record AttentionMap(
    int Layers, int Heads, ImmutableArray<ImmutableArray<ImmutableArray<ImmutableArray<float>>>> Pattern);

/// <summary>What patching each component's output at each token did to one program.</summary>
/// <param name="Layers">Layers of the model.</param>
/// <param name="Heads">Heads of each layer; 0 where the components are MLPs, which the lists hold as one entry a layer.</param>
/// <param name="Change">
/// Change of the logit of the source's answer, patched minus base; by layer, then head, then token. 0 where the patch cannot change the answer.
/// </param>
/// <param name="Top">The patched run's top digit, in the same order.</param>
/// <param name="Changed">Whether the patch changed an activation that the answer can depend on, in the same order.</param>
public sealed record ComponentMap(
    int Layers,
    int Heads,
    ImmutableArray<ImmutableArray<ImmutableArray<float>>> Change,
    ImmutableArray<ImmutableArray<ImmutableArray<int>>> Top,
    ImmutableArray<ImmutableArray<ImmutableArray<bool>>> Changed);

/// <summary>The answers to a program and to its counterfactual.</summary>
/// <param name="Base">The ten digits' logits at the base's colon.</param>
/// <param name="Source">The ten digits' logits at the source's colon.</param>
public sealed record LogitPair(ImmutableArray<float> Base, ImmutableArray<float> Source);
