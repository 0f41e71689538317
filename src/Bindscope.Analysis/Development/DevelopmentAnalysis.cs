using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Runs;

namespace Bindscope.Analysis.Development;

/// <summary>Which cells are followed over training, and on which programs: the same at every checkpoint, those that the last checkpoint solves,
/// so that a rise over training is the model's and not the selection's. Where cells are chosen, as many programs again choose them.</summary>
public sealed record DevelopmentSpec(
    PairSelection Selection,
    [Field(
        "cells to follow instead of those that the last checkpoint's sweep suggests: \"2,colon 3,rhs:1 5,span:3+span:4\"",
        Form = typeof(CellForm), Separators = " ;")]
    ImmutableArray<FollowedCell> Cells = default,
    [Field("a cell has emerged when its success stays at or above this share of its success at the last checkpoint", Above = 0, Most = 1)]
    double Share = 0.5)
{
    /// <summary>Cells chosen by hand; empty to choose them from the last checkpoint's own sweep.</summary>
    public ImmutableArray<FollowedCell> Cells { get; init; } = Cells.IsDefault ? [] : Cells;
}

/// <summary>A cell on the command line: <c>2,colon</c>.</summary>
public sealed class CellForm : IFieldForm
{
    /// <inheritdoc/>
    public object Read(string text, Run run) => FollowedCell.Parse(text, run.Preset.Model.Layers)[0];

    /// <inheritdoc/>
    public string Write(object? value) => value is FollowedCell cell ? $"{cell.Layer},{cell.Role}" : "";
}

/// <summary>
/// A place in the residual stream that is followed over training: the layer that it enters, and a token. As text: <c>2,colon</c>.
/// </summary>
/// <param name="Layer">1-based.</param>
/// <param name="Role">The token.</param>
/// <param name="Why">What it was chosen for.</param>
public sealed record FollowedCell(int Layer, TokenRole Role, string Why)
{
    /// <summary>Reads cells as a user writes them: <c>2,colon 6,rhs:1</c>.</summary>
    /// <param name="text">Layer, comma and role, several apart by spaces or semicolons.</param>
    /// <param name="layers">Layers of the model.</param>
    /// <exception cref="UserException">One is no cell of the model.</exception>
    public static IReadOnlyList<FollowedCell> Parse(string text, int layers) =>
        [.. text.Split([' ', ';'], StringSplitOptions.RemoveEmptyEntries).Select(one => ParseOne(one, layers))];

    private static FollowedCell ParseOne(string text, int layers)
    {
        string[] parts = text.Split(',', 2);
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int layer)
            && layer >= 1 && layer <= layers
            ? new FollowedCell(layer, TokenRole.Parse(parts[1]), "given")
            : throw new UserException(
                $"'{text}' is no cell of the residual stream",
                $"write a layer from 1 to {layers}, a comma and a token, such as 2,colon or 3,rhs:1");
    }
}

/// <summary>The circuit over training: at which checkpoint does each cell of the final route begin to carry the digit?</summary>
/// <remarks>
/// <para>
/// Question: was the circuit built on top of the heuristics, and in which order? The cells of the last checkpoint's route are patched at
/// every checkpoint, on the same programs. Figure 4 of Wu, Geiger and Millière (ICML 2025).
/// </para>
/// <para>
/// Cells that are not given are chosen on other programs than those on which they are followed, as many again: the strongest of many cells
/// looks better than it is on the programs that chose it.
/// </para>
/// <para>
/// What would mislead: the cells are the final route's; a route that was used and given up again shows only if it used the same cells.
/// Steps between checkpoints are not seen, so an emergence lies between two of them. Success needs the source's digit to win: at early
/// checkpoints that answer hardly better than chance, one in ten succeeds by luck.
/// </para>
/// </remarks>
public sealed class DevelopmentAnalysis : IAnalysis<DevelopmentSpec, DevelopmentResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "development",
        "Circuit development",
        "When does each cell of the circuit come to carry the answer?",
        Scope.Run,
        DevelopmentResult.CurrentFormat)
    { Figure = "figure 4", Alias = "development", KeepsCheckpoints = true };

    /// <inheritdoc/>
    public static DevelopmentSpec Default => new(new PairSelection(100));

    /// <inheritdoc/>
    public static IEnumerable<DevelopmentSpec> Sized(Run run, Budget budget) => [new(budget.Few)];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(DevelopmentResult result) => DevelopmentViews.Of(result);

    /// <summary>Follows the cells over all checkpoints; a job that was stopped goes on with the checkpoint where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, no program fits it, or the run has no checkpoint.</exception>
    public static DevelopmentResult Run(Run run, DevelopmentSpec spec, Work work)
    {
        Info.Require(spec);

        int last = RunCheckpoint.StepOf(run, "last");
        IReadOnlyList<int> steps = run.Checkpoints.Steps();
        AnalysisFolder folder = Info.Folder(run, spec);
        ImmutableArray<PairGroup> drawn = Groups(run, spec, last, work);
        ImmutableArray<PairGroup> groups = spec.Cells.IsEmpty ? [.. drawn.Select(group => ProgramHalves.Followed(group, spec.Selection.Programs))] : drawn;
        ImmutableArray<PairGroup> choosing = spec.Cells.IsEmpty ? [.. drawn.Select(group => ProgramHalves.Choosing(group, spec.Selection.Programs))] : [];
        ImmutableArray<FollowedCell> cells = spec.Cells.IsEmpty
            ? folder.Part("checkpoints", "choice", new DevelopmentQuestion(spec.Selection, last, []), () => Chosen(run, last, choosing, work))
            : spec.Cells;
        ImmutableArray<CheckpointCells> checkpoints = work.OfEach(
            folder, steps, new DevelopmentQuestion(spec.Selection, last, cells), step => At(run, step, groups, cells, work));
        return new DevelopmentResult(
            DevelopmentResult.CurrentFormat,
            cells,
            [
                .. groups.Select((group, i) => new GroupSize(
                    group.Hops, group.AnswerLine, group.Tried, group.Solved, group.Pairs.Length, choosing.IsEmpty ? 0 : choosing[i].Pairs.Length)),
            ],
            checkpoints,
            EmergenceOrder.Of(checkpoints, spec.Share));
    }

    private static ImmutableArray<PairGroup> Groups(Run run, DevelopmentSpec spec, int last, Work work)
    {
        Transformer model = run.LoadModel(last);
        var drawer = PairDrawer.Of(run, spec.Selection, work.Cancellation);
        PairSelection selection = spec.Selection with { Programs = spec.Selection.Programs * (spec.Cells.IsEmpty ? 2 : 1) };
        return drawer.Draw(model, selection, PairKind.RootDigit, work.Workers, work.Cancellation);
    }

    private static ImmutableArray<FollowedCell> Chosen(Run run, int last, ImmutableArray<PairGroup> groups, Work work)
    {
        Transformer model = run.LoadModel(last);
        return CellChoice.Of(
        [
            .. groups.Select(group =>
            {
                ImmutableArray<PatchCell> cells = PatchAnalysis.Cells(
                    model.Spec, PatchTarget.Residual, group.Hops, TokenChoice.Spans);
                return new GroupCells(group.Hops, group.AnswerLine, Swept(model, group.Pairs, cells, work));
            }),
        ]);
    }

    private static CheckpointCells At(Run run, int step, ImmutableArray<PairGroup> groups, ImmutableArray<FollowedCell> cells, Work work)
    {
        Transformer model = run.LoadModel(step);
        ImmutableArray<PatchCell> places =
            [.. cells.Select(cell => new PatchCell(new Site(SiteKind.ResidualIn, cell.Layer), 0, cell.Role))];
        var values = ImmutableArray.CreateBuilder<CellSuccess>();
        var accuracy = ImmutableArray.CreateBuilder<GroupAnswers>();
        foreach (PairGroup group in groups)
        {
            SweepResult result = RoleSweep.Run(model, group.Pairs, places, new SweepOptions(work.Workers), null, work.Cancellation);
            values.AddRange(EffectCells.Of(result, group.Pairs, places, Measure.Effect)
                .Select(cell => new CellSuccess(cell.Layer, cell.Role, group.Hops, group.AnswerLine, cell.Success)));
            int right = Enumerable.Range(0, group.Pairs.Length)
                .Count(row => LogitMetrics.Top(result.Base(row)) == group.Pairs[row].BaseExecution.Value);
            accuracy.Add(new GroupAnswers(group.Hops, group.AnswerLine, Proportion.OfCounts(right, group.Pairs.Length)));
        }

        return new CheckpointCells(step, values.ToImmutable(), accuracy.ToImmutable());
    }

    private static ImmutableArray<EffectCell> Swept(
        Transformer model, ImmutableArray<ProgramPair> pairs, ImmutableArray<PatchCell> cells, Work work) =>
        EffectCells.Of(RoleSweep.Run(model, pairs, cells, new SweepOptions(work.Workers), null, work.Cancellation), pairs, cells, Measure.Effect);
}

/// <summary>What one checkpoint's file answers; a file that answers another question is computed anew.</summary>
internal sealed record DevelopmentQuestion(PairSelection Selection, int Last, ImmutableArray<FollowedCell> Cells);
