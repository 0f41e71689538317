using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions.Passes;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
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

/// <summary>Statistics of the heads: plain data, as <c>analyses/heads-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Programs">Programs that the means are over.</param>
/// <param name="Tried">Programs of the test set that were looked at for them.</param>
/// <param name="Heads">What each head looks at, by layer and head.</param>
/// <param name="Logits">What each part adds to the answer's logit directly.</param>
/// <param name="LogitDifference">The whole difference that the parts sum to, mean over programs.</param>
public sealed record HeadResult(
    int Format,
    int Checkpoint,
    int Programs,
    int Tried,
    ImmutableArray<HeadAttention> Heads,
    ImmutableArray<LogitShare> Logits,
    double LogitDifference)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>What a head looks at, as means over programs and tokens.</summary>
/// <param name="Layer">1-based.</param>
/// <param name="Head">1-based.</param>
/// <param name="PreviousToken">Weight on the token before, over all tokens but the first.</param>
/// <param name="TwoBack">Weight on the token two before: from a right-hand side to its line's name.</param>
/// <param name="LineStart">Weight of a line's other tokens on the name with which it begins.</param>
/// <param name="SameName">Weight of variables (right-hand sides and the query variable) on earlier tokens of the same letter.</param>
/// <param name="Binding">Weight of the same variables on the right-hand side of the line that binds them: a look-up done.</param>
/// <param name="Entropy">Of a token's row, in bits, over all tokens but the first.</param>
/// <param name="BetweenRoles">
/// Weights between the tokens on the digit's way, by hops: all pairs of the chain's, and of names and the tokens after right-hand sides those
/// pairs that have 0.1 or more.
/// </param>
/// <param name="Estimates">The numbers before with their intervals.</param>
public sealed record HeadAttention(
    int Layer,
    int Head,
    double PreviousToken,
    double TwoBack,
    double LineStart,
    double SameName,
    double Binding,
    double Entropy,
    ImmutableArray<RoleAttention> BetweenRoles,
    HeadEstimates? Estimates = null);

/// <summary>The means of <see cref="HeadAttention"/> with their 95 % intervals over programs, which are drawn whole.</summary>
/// <param name="PreviousToken">See there, as the others.</param>
/// <param name="TwoBack">Weight on the token two before.</param>
/// <param name="LineStart">Weight on the line's name.</param>
/// <param name="SameName">Weight on earlier tokens of the same letter.</param>
/// <param name="Binding">Weight on the right-hand side of the binding line.</param>
/// <param name="Entropy">In bits.</param>
public sealed record HeadEstimates(
    Estimate PreviousToken, Estimate TwoBack, Estimate LineStart, Estimate SameName, Estimate Binding, Estimate Entropy);

/// <summary>What one part of the model adds to the answer's logit at the colon, directly.</summary>
/// <param name="Part"><c>embedding</c>, <c>head</c>, <c>attention bias</c>, <c>mlp</c> or <c>final bias</c>.</param>
/// <param name="Layer">1-based; 0 for parts of no layer.</param>
/// <param name="Head">1-based; 0 for parts that are no head.</param>
/// <param name="Contribution">
/// To logit(answer) - mean of the ten digits' logits, mean over programs. All parts sum to that difference.
/// </param>
public sealed record LogitShare(string Part, int Layer, int Head, Estimate Contribution);

/// <summary>Mean weight with which one token of the digit's way looks at another.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="From">The token that is looked at.</param>
/// <param name="To">The token that looks.</param>
/// <param name="Weight">0 to 1.</param>
/// <param name="Over">The same with its interval, over the programs in which the one token stands before the other.</param>
public sealed record RoleAttention(int Hops, TokenRole From, TokenRole To, double Weight, Estimate? Over = null);

/// <summary>What each head looks at and adds, as a table.</summary>
internal static class HeadViews
{
    internal static IEnumerable<View> Of(HeadResult result)
    {
        yield return View.Of(
            $"heads over {result.Programs} programs: attention weights, entropy in bits, direct effect on the answer's logit",
            ["head", "previous", "two back", "line start", "same name", "binding", "bits", "direct logit", "strongest between roles"],
            result.Heads.Select(head => (IEnumerable<Cell>)
            [
                $"{head.Layer}.{head.Head}",
                .. new[] { head.PreviousToken, head.TwoBack, head.LineStart, head.SameName, head.Binding, head.Entropy }.Select(one => Cell.Number(one)),
                Cell.Signed(result.Logits.Single(share => share.Part == "head" && (share.Layer, share.Head) == (head.Layer, head.Head)).Contribution.Value),
                head.BetweenRoles.MaxBy(pair => pair.Weight) is { } strongest
                    ? FormattableString.Invariant($"{strongest.To} at {strongest.From} {strongest.Weight:0.00} ({Execution.HopsInWords(strongest.Hops)})") : "",
            ]));
        yield return View.Of(
            $"other parts' direct effect; all together: logit(answer) - mean of the digits = {Cell.Signed(result.LogitDifference).Text}",
            ["part", "layer", "direct logit (95 %)"],
            result.Logits.Where(share => share.Part != "head").Select(share => (IEnumerable<Cell>)
                [share.Part, share.Layer > 0 ? share.Layer : "", Cell.Signed(share.Contribution)]));
    }
}
