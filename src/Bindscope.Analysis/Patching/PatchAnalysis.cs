using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching.Controls;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Runs;

namespace Bindscope.Analysis.Patching;

/// <summary>Which sweep over the test set is wanted.</summary>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Target">What is patched.</param>
/// <param name="Selection">Which programs.</param>
/// <param name="ControlPrograms">
/// Pairs of each group that the controls use, 1 or more: about as many forward passes for each of the four as the sweep needs for as many
/// programs.
/// </param>
/// <param name="Tokens">Which tokens are patched.</param>
/// <param name="Site">What of each head; null for what it adds to the residual stream, and for targets without heads.</param>
/// <param name="Together">Tokens that are patched together, as one place more; null for none.</param>
public sealed record PatchSpec(
    [Step] int Checkpoint,
    PatchTarget Target,
    PairSelection Selection,
    int ControlPrograms = 40,
    [Field("chain (right-hand sides of the chain, query variable, colon) or spans (also the three tokens after each)", Folder = "{0}")]
    TokenChoice Tokens = TokenChoice.Chain,
    [Field("what of each head is patched: q, k, v, pattern, z or result (what it adds to the residual stream)", Form = typeof(HeadSiteForm), Folder = "{0}")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    SiteKind? Site = null,
    [Field("tokens that are patched together, as one place more: span:2+span:3, or query+colon", Form = typeof(TokenRoleForm))]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    TokenRole? Together = null)
{
    /// <summary>The question where nothing is said.</summary>
    internal static PatchSpec Of(PatchTarget target) => new(StepForm.Last, target, new PairSelection());

    /// <summary>Controls on as many programs as a fifth of the sweep's, and no fewer than ten.</summary>
    internal PatchSpec WithControls() => this with { ControlPrograms = Math.Max(10, Selection.Programs / 5) };
}

/// <summary>What a sweep patches.</summary>
public enum PatchTarget
{
    /// <summary>The residual stream that enters each block: what a token holds there. Figure 3a and 3b.</summary>
    Residual,

    /// <summary>Each head's contribution to the residual stream: what it writes at a token. Figure 3c and 10.</summary>
    Heads,

    /// <summary>Each block's MLP output at a token.</summary>
    Mlp,
}

/// <summary>Interchange interventions over the test set: where does the digit travel, and which heads carry it?</summary>
/// <remarks>
/// <para>
/// Question: which vectors inside the model carry the queried variable's digit? Each base program runs with one vector replaced by the one
/// that its counterfactual (another root digit, nothing else) has there. Where the answer follows the counterfactual, the vector held the
/// digit and everything later read it from there. Figures 3b, 3c and 10 of Wu, Geiger and Millière (ICML 2025).
/// </para>
/// <para>
/// What would mislead: success at a place says that the digit passes through, not that it is processed there; at the root's own token
/// before the first layer, and at the colon after the last, success is certain. A head with redundant companions shows little effect
/// alone. Programs that the
/// model gets wrong are left out by default, so early checkpoints show few programs: both counts stand beside the result. The controls
/// (<see cref="GroupControls"/>) say what patches from elsewhere do at the same places. docs/methods/patching.md has the rest.
/// </para>
/// </remarks>
public static class PatchAnalysis
{
    /// <summary>The analysis of a target.</summary>
    /// <param name="target">What is patched.</param>
    public static AnalysisInfo InfoOf(PatchTarget target) => target switch
    {
        PatchTarget.Residual => PatchResidual.Info,
        PatchTarget.Heads => PatchHeads.Info,
        _ => PatchMlp.Info,
    };

    /// <summary>Sweeps over the test set, group by group; a sweep that was stopped goes on with the group where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or no program fits it.</exception>
    public static PatchResult Run(Run run, PatchSpec spec, Work work)
    {
        InfoOf(spec.Target).Require(
            spec,
            [
                .. spec.ControlPrograms < 0 ? [$"controlPrograms is {spec.ControlPrograms}; it must be at least 0"] : Array.Empty<string>(),
                .. spec is { Site: not null, Target: not PatchTarget.Heads } ? ["a site is chosen, which heads alone have"] : Array.Empty<string>(),
                .. spec is { Together: not null, Target: not PatchTarget.Residual }
                    ? ["tokens are patched together in the residual stream alone"] : Array.Empty<string>(),
            ]);

        Transformer model = run.LoadModel(spec.Checkpoint);
        var drawer = PairDrawer.Of(run, spec.Selection, work.Cancellation);
        ImmutableArray<PairGroup> groups = drawer.Draw(model, spec.Selection, PairKind.RootDigit, work.Workers, work.Cancellation);
        var folder = InfoOf(spec.Target).Folder(run, spec);
        var controls = new ControlSweeps(model, drawer, spec, work);
        long total = groups.Sum(group => Cost(group, model.Spec, spec));
        long before = 0;
        var effects = ImmutableArray.CreateBuilder<GroupEffects>();
        foreach (PairGroup group in groups)
        {
            ImmutableArray<PatchCell> cells = CellsOf(model.Spec, spec, group.Hops);
            string name = FormattableString.Invariant($"{group.Hops}-hops-answer-{AnswerLineGroups.NameOf(group.AnswerLine)}");
            SweepRelay? relay = work.Progress is null ? null : new SweepRelay(work.Progress, name, before, total);
            effects.Add(folder.Part("parts", name, spec, () => Effects(model, group, cells, controls, relay, work)));
            before += Cost(group, model.Spec, spec);
            work.Progress?.Report(new AnalysisProgress(name, before, total));
        }

        var done = effects.ToImmutable();
        return new PatchResult(
            PatchResult.CurrentFormat,
            spec.Checkpoint,
            spec.Target,
            model.Spec.Layers,
            spec.Target == PatchTarget.Heads ? model.Spec.Heads : 0,
            done,
            spec.Target == PatchTarget.Residual ? [] : ComponentRanking.Of(done, spec.Site),
            spec.Site);
    }

    private static ImmutableArray<PatchCell> CellsOf(ModelSpec model, PatchSpec spec, int hops)
    {
        ImmutableArray<PatchCell> cells = Cells(model, spec.Target, hops, spec.Tokens);
        return spec.Site is { } kind ? [.. cells.Select(cell => cell with { Site = cell.Site with { Kind = kind } })]
            : spec.Together is { } role && cells.All(cell => cell.Role != role)
            ? [.. cells, .. cells.Where(cell => cell.Role == TokenRole.Colon).Select(cell => cell with { Role = role })]
            : cells;
    }

    /// <summary>The grid of a target for programs of some depth: every layer, head and token on the digit's way.</summary>
    internal static ImmutableArray<PatchCell> Cells(
        ModelSpec spec, PatchTarget target, int hops, TokenChoice tokens = TokenChoice.Chain)
    {
        (SiteKind kind, int heads) = target switch
        {
            PatchTarget.Residual => (SiteKind.ResidualIn, 0),
            PatchTarget.Heads => (SiteKind.AttentionHead, spec.Heads),
            _ => (SiteKind.MlpOut, 0),
        };
        ImmutableArray<TokenRole> roles = (tokens, target) switch
        {
            (TokenChoice.Spans, PatchTarget.Residual) => [.. TokenRole.Spans(hops), .. TokenRole.Joint(hops)],
            (TokenChoice.Spans, _) => TokenRole.Spans(hops),
            _ => TokenRole.Chain(hops),
        };
        return
        [
            .. from layer in Enumerable.Range(1, spec.Layers)
               from head in heads == 0 ? [0] : Enumerable.Range(1, heads)
               from role in roles
               select new PatchCell(new Site(kind, layer), head, role),
        ];
    }

    /// <summary>Patched runs of a group: the sweep's, and as many for each of four controls as they have programs.</summary>
    private static long Cost(PairGroup group, ModelSpec model, PatchSpec spec) =>
        (group.Pairs.Length + (4L * Math.Min(spec.ControlPrograms, group.Pairs.Length))) * CellsOf(model, spec, group.Hops).Length;

    private static GroupEffects Effects(
        Transformer model,
        PairGroup group,
        ImmutableArray<PatchCell> cells,
        ControlSweeps controls,
        IProgress<SweepProgress>? progress,
        Work work)
    {
        SweepResult result = RoleSweep.Run(model, group.Pairs, cells, new SweepOptions(work.Workers), progress, work.Cancellation);
        return new GroupEffects(
            group.Hops,
            group.AnswerLine,
            group.Available,
            group.Tried,
            group.Solved,
            group.Pairs.Length,
            EffectCells.Of(result, group.Pairs, cells, Measure.Logits),
            controls.Of(group, cells));
    }
}

/// <summary>What of a head is patched, on the command line: q, k, v, pattern, z or result, or any other name of these sites; result is null.</summary>
public sealed class HeadSiteForm : IFieldForm
{
    private static readonly ImmutableArray<SiteKind> Sites =
        [SiteKind.AttentionQ, SiteKind.AttentionK, SiteKind.AttentionV, SiteKind.AttentionPattern, SiteKind.AttentionZ, SiteKind.AttentionHead];

    /// <inheritdoc/>
    public object? Read(string text, Run run) => SiteKinds.TryParse(text, out SiteKind kind) && Sites.Contains(kind)
        ? kind == SiteKind.AttentionHead ? null : kind
        : throw new UserException($"'{text}' is no site of a head", $"write one of {string.Join(", ", Sites.Select(SiteKinds.AliasOf))}");

    /// <inheritdoc/>
    public string Write(object? value) => SiteKinds.AliasOf((SiteKind?)value ?? SiteKind.AttentionHead)!;

    /// <summary>Whether what is patched is of the token that is looked at, and not of the one that looks.</summary>
    internal static bool IsOfKey(SiteKind? site) => site is SiteKind.AttentionK or SiteKind.AttentionV;
}
