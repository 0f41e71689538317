using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Interventions.Passes;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Runs;

namespace Bindscope.Analysis.HeadStatistics;

/// <summary>Statistics of the heads over a set of programs; only the base programs are used.</summary>
public sealed record HeadSpec([Step] int Checkpoint, PairSelection Selection);

/// <summary>What each head looks at, and what each part of the model adds to the answer directly.</summary>
/// <remarks>
/// <para>
/// Question: what kind of head is it? Attention over a set of programs is reduced to a few numbers (previous token, two back, line start,
/// same
/// name, the look-up itself, entropy), and to the weights between the tokens on the digit's way. Beside it stands direct logit attribution:
/// the last LayerNorm of each program is taken as the linear map that it is at that point, and every part's vector is put through it.
/// </para>
/// <para>
/// What would mislead: attention says where a head looks, not what it does with it; patching says that. Direct attribution sees
/// only what a part writes at the colon itself: a head that brings the digit to the chain's tokens has none.
/// </para>
/// </remarks>
public sealed class HeadAnalysis : IAnalysis<HeadSpec, HeadResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "heads",
        "Heads",
        "What does each head look at, and what does each part add to the answer's logit directly?",
        Scope.Checkpoint,
        HeadResult.CurrentFormat)
    { Alias = "heads" };

    /// <inheritdoc/>
    public static HeadSpec Default => new(StepForm.Last, new PairSelection(50));

    /// <inheritdoc/>
    public static IEnumerable<HeadSpec> Sized(Run run, Budget budget) => [new(budget.Last, budget.Some)];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(HeadResult result) => HeadViews.Of(result);

    private const int Block = 32;

    /// <summary>Measures every head.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="Bindscope.Errors.UserException">No program fits the selection.</exception>
    public static HeadResult Run(Run run, HeadSpec spec, Work work)
    {
        Transformer model = run.LoadModel(spec.Checkpoint);
        var drawer = PairDrawer.Of(run, spec.Selection, work.Cancellation);
        ImmutableArray<PairGroup> groups = drawer.Draw(model, spec.Selection, PairKind.RootDigit, work.Workers, work.Cancellation);
        return Of(model, spec.Checkpoint, [.. groups.SelectMany(group => group.Pairs)], groups.Sum(group => group.Tried), work);
    }

    /// <summary>Measures the heads of a model on given programs.</summary>
    internal static HeadResult Of(Transformer model, int checkpoint, IReadOnlyList<ProgramPair> pairs, int tried, Work work)
    {
        var attention = new AttentionTally(model.Spec);
        var logits = new DirectLogits(model);
        int done = 0;
        foreach (ProgramPair[] block in pairs.Chunk(Block))
        {
            work.Cancellation.ThrowIfCancellationRequested();
            var recorder = new ActivationRecorder(site =>
                site.Kind is SiteKind.AttentionPattern or SiteKind.AttentionHead or SiteKind.AttentionOut or SiteKind.MlpOut
                || site == new Site(SiteKind.ResidualIn, 1)
                || (site.Kind == SiteKind.ResidualOut && site.Layer == model.Spec.Layers));
            var prompts = Prompts.Of([.. block.Select(pair => pair.Base)]);
            Tensor residual = model.Residual(prompts.Tokens, prompts.Layout, recorder); // [B, T, D]
            attention.Add(recorder, block);
            logits.Add(recorder, residual, block);
            work.Progress?.Report(new AnalysisProgress("programs", done += block.Length, pairs.Count));
        }

        return new HeadResult(
            HeadResult.CurrentFormat, checkpoint, pairs.Count, tried, attention.Result(), logits.Result(), logits.MeanDifference());
    }
}
