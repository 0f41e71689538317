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
    MapResult? Residual = null,
    ComponentMap? Heads = null,
    ComponentMap? Mlp = null,
    LensMap? Lens = null,
    AttentionMap? Attention = null);
