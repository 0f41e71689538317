using System.Collections.Immutable;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.LogitLens;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Patching.Single;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Interventions;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Passes;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Live;

/// <summary>Everything that the pages show of one program at one checkpoint, each part by itself.</summary>
/// <remarks>
/// What would mislead: one program is an example. A head that matters here may matter nowhere else; the analyses over the test set say how
/// often it does. Changes of one program's logits have no interval.
/// </remarks>
public static class LiveAnalysis
{
    /// <summary>Computes some parts.</summary>
    /// <param name="model">The model.</param>
    /// <param name="step">Its checkpoint, for the result.</param>
    /// <param name="pair">Base and source.</param>
    /// <param name="parts">Which parts.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="Bindscope.Errors.UserException">The programs do not fit the model.</exception>
    public static LiveProgram Run(Transformer model, int step, ProgramPair pair, IReadOnlySet<LivePart> parts, Work work) =>
        new LiveProgram(
            pair.Base.ToText(),
            pair.Source.ToText(),
            step,
            parts.Contains(LivePart.Logits) ? Logits(model, pair, work) : null,
            parts.Contains(LivePart.Residual) ? ResidualMap.Run(model, step, pair, work) : null,
            parts.Contains(LivePart.Heads) ? Components(model, pair, PatchTarget.Heads, work) : null,
            parts.Contains(LivePart.Mlp) ? Components(model, pair, PatchTarget.Mlp, work) : null,
            parts.Contains(LivePart.Lens) ? LensAnalysis.Map(model, step, pair.Base) : null,
            parts.Contains(LivePart.Attention) ? Attention(model, pair.Base) : null);

    private static LogitPair Logits(Transformer model, ProgramPair pair, Work work)
    {
        ColonLogits logits = ColonLogits.Of(model, [pair.Base, pair.Source], 1, work.Cancellation);
        return new LogitPair([.. logits[0][..Tokenizer.DigitCount]], [.. logits[1][..Tokenizer.DigitCount]]);
    }

    private static ComponentMap Components(Transformer model, ProgramPair pair, PatchTarget target, Work work)
    {
        (SiteKind kind, int heads) = target == PatchTarget.Heads ? (SiteKind.AttentionHead, model.Spec.Heads) : (SiteKind.MlpOut, 0);
        int tokens = Positions.PromptLength(pair.Base.Lines.Length);
        int each = Math.Max(1, heads);
        ImmutableArray<SweepCell> cells =
        [
            .. from layer in Enumerable.Range(1, model.Spec.Layers)
               from head in Enumerable.Range(1, each)
               from position in Enumerable.Range(0, tokens)
               select SweepCell.Patch(new Site(kind, layer), TokenPositions.At(position), heads == 0 ? 0 : head),
        ];
        SweepResult result = Sweep.Run(
            model, RoleSweep.Request([pair], cells), new SweepOptions(work.Workers), null, work.Cancellation);
        int after = pair.SourceExecution.Value;
        return new ComponentMap(
            model.Spec.Layers,
            heads,
            Nested(cell => result.Logits(cell, 0)[after] - result.Base(0)[after]),
            Nested(cell => LogitMetrics.Top(result.Logits(cell, 0))),
            Nested(cell => result.Effect(cell, 0) == CellEffect.Changed));

        ImmutableArray<ImmutableArray<ImmutableArray<T>>> Nested<T>(Func<int, T> of) =>
        [
            .. Enumerable.Range(0, model.Spec.Layers).Select(layer => Enumerable.Range(0, each).Select(head =>
                Enumerable.Range(0, tokens).Select(token => of((((layer * each) + head) * tokens) + token)).ToImmutableArray()).ToImmutableArray()),
        ];
    }

    private static AttentionMap Attention(Transformer model, SymbolicProgram program)
    {
        (int layers, int heads) = (model.Spec.Layers, model.Spec.Heads);
        var recorder = new ActivationRecorder(site => site.Kind == SiteKind.AttentionPattern);
        var prompts = Prompts.Of([program]);
        int length = prompts.Layout.Length;
        model.Residual(prompts.Tokens, prompts.Layout, recorder);
        return new AttentionMap(
            layers,
            heads,
            [.. Enumerable.Range(1, layers).Select(layer => Layer(recorder[new Site(SiteKind.AttentionPattern, layer)].Values.ToArray()))]);

        ImmutableArray<ImmutableArray<ImmutableArray<float>>> Layer(float[] pattern) =>
        [
            .. Enumerable.Range(0, heads).Select(head => Enumerable.Range(0, length).Select(query => Row(pattern, head, query)).ToImmutableArray()),
        ];

        ImmutableArray<float> Row(float[] pattern, int head, int query) =>
            [.. pattern.AsSpan(((head * length) + query) * length, query + 1).ToArray().Select(weight => MathF.Round(weight, 4))];
    }
}

/// <summary>What can be asked about one program at one checkpoint.</summary>
public enum LivePart
{
    /// <summary>The ten digits' logits of base and source.</summary>
    Logits,

    /// <summary>Figure 3a: every token's residual, on entering every layer, patched from the source.</summary>
    Residual,

    /// <summary>Every head's contribution at every token patched from the source.</summary>
    Heads,

    /// <summary>Every MLP's output at every token patched from the source.</summary>
    Mlp,

    /// <summary>The residual of every layer and token read as if it were the last.</summary>
    Lens,

    /// <summary>What every head looks at.</summary>
    Attention,
}

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
