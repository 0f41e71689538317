using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Probes.Regression;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Subspaces.Maps.Umap;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Analysis.Subspaces.Maps;

/// <summary>Which map over training is wanted.</summary>
public sealed record MapSpec(
    [Field("steps, or last; the others are aligned to the last one given", Form = typeof(StepForm), Separators = ",")] ImmutableArray<int> Checkpoints,
    [Field("the layer whose input is shown", Required = true, Folder = "{0}")] int Layer,
    [Field("digit or name", Folder = "{0}")] SubspaceTarget Target,
    [Field("programs with the answer after line 1 that select the components")] int FitPrograms = 800,
    [Field("other programs, whose tokens are shown")] int Programs = 150,
    [Field(ChainTokens.OffsetMeans, Folder = "after-{0}")] int Offset = 0);

/// <summary>When in training do clusters of digits or names emerge? Two dimensions of the selected components, checkpoint by checkpoint.</summary>
/// <remarks>
/// <para>
/// Question: figure 5 of Wu, Geiger and Millière (ICML 2025), with PCA in the place of UMAP. Components are selected anew at each
/// checkpoint; the map is aligned to the last one, so that a digit stays where it is unless the geometry changes.
/// </para>
/// <para>
/// What would mislead: two dimensions show a part of ten. Clusters that overlap here may lie apart: <see cref="MapCheckpoint.NearestCentre"/>
/// is measured in all of the components.
/// </para>
/// </remarks>
public sealed class MapAnalysis : IAnalysis<MapSpec, SubspaceMap>
{
    /// <summary>Figure 5's checkpoints, as shares of the paper's training.</summary>
    private static readonly double[] Shares = [.. new[] { 1_200, 17_600, PaperNumbers.Stated.Model.Steps }
        .Select(step => (double)step / PaperNumbers.Stated.Model.Steps)];

    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "subspace-map",
        "Subspace map",
        "When do clusters of digits or names emerge? Maps of the subspace over training, aligned.",
        Scope.Run,
        SubspaceMap.CurrentFormat)
    { Figure = "figure 5", IsParallel = false };

    /// <inheritdoc/>
    public static MapSpec Default => new([], 1, SubspaceTarget.Digit);

    /// <inheritdoc/>
    public static MapSpec Asked(Run run, MapSpec spec) =>
        spec.Checkpoints.IsEmpty ? spec with { Checkpoints = [RunCheckpoint.StepOf(run, "last")] } : spec;

    /// <inheritdoc/>
    public static IEnumerable<MapSpec> Sized(Run run, Budget budget) =>
        from target in Enum.GetValues<SubspaceTarget>()
        from offset in budget.Offsets
        select new MapSpec(Steps(run, budget.Last), budget.MiddleLayer, target, Offset: offset);

    /// <inheritdoc/>
    public static IEnumerable<View> Views(SubspaceMap result) => MapViews.Of(result);

    /// <summary>The checkpoints nearest to those that the paper's figure 5 shows, as shares of the training.</summary>
    private static ImmutableArray<int> Steps(Run run, int last) =>
        [.. Shares.Select(share => run.Checkpoints.Steps().MinBy(one => Math.Abs(one - (last * share)))).Distinct()];

    private const int PathPoints = 12;

    /// <summary>umap-learn's own defaults.</summary>
    private const int Neighbours = 15;
    private const double MinimumDistance = 0.1;

    /// <summary>Neighbours by which trustworthiness is measured.</summary>
    private const int Close = 10;

    /// <summary>Makes the maps.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec does not fit the run, or there are too few programs.</exception>
    public static SubspaceMap Run(Run run, MapSpec spec, Work work)
    {
        int layers = run.Preset.Model.Layers;
        if (spec.Layer < 1 || spec.Layer > layers || spec.Checkpoints.IsEmpty || spec.Programs < 10
            || spec.Offset is < 0 or > ChainTokens.MaximumOffset)
        {
            throw new UserException(
                "the map needs a layer of the model, a checkpoint, at least 10 programs, and an offset of 0 to 3", $"its layers are 1-{layers}");
        }

        SymbolicProgram[] usable = [.. run.HeldBackSplits(work.Cancellation).Test.Where(program => Interpreter.Run(program).RootLine > 1).Take(
            spec.FitPrograms + spec.Programs)];
        if (usable.Length < spec.FitPrograms + spec.Programs)
        {
            throw new UserException(
                $"the test set has {usable.Length} programs with the answer after line 1; the map needs {spec.FitPrograms + spec.Programs}",
                "give fewer with --fit-programs or --programs");
        }

        SymbolicProgram[] fit = usable[..spec.FitPrograms];
        SymbolicProgram[] shown = usable[spec.FitPrograms..];
        int digits = run.Preset.Task.DigitCount;
        ClassLabels labels = new ChainTokens(fit, spec.Offset).Labels(spec.Target, digits);
        ClassLabels classes = new ChainTokens(shown, spec.Offset).Labels(spec.Target, digits);
        string what = $"the {spec.Target.ToString().ToLowerInvariant()} classifier";
        FitProblems.RequireSamples(what, labels.Samples, labels.Classes, new SubspaceSpec(0).ComponentsOf(run.Preset.Model.Width));
        FitProblems.RequireClasses(what, labels, number => ChainTokens.ClassName(spec.Target, number));
        MapPoints[] maps = [.. spec.Checkpoints.Select((step, i) =>
        {
            work.Progress?.Report(new AnalysisProgress("maps", i, spec.Checkpoints.Length));
            Transformer model = run.LoadModel(step);
            return MapPoints.Of(model, spec, fit, shown, labels, classes, PathPoints, work);
        })];
        return new SubspaceMap(
            SubspaceMap.CurrentFormat,
            spec.Layer,
            spec.Target,
            [.. classes.Values],
            [.. shown.SelectMany(program => Enumerable.Range(1, Interpreter.Run(program).Hops))],
            [.. maps.Select((map, i) => Aligned(map, maps[^1], spec.Checkpoints[i]))]);
    }

    private static MapCheckpoint Aligned(MapPoints map, MapPoints last, int step)
    {
        (Features aligned, double disparity) = Procrustes.Align(map.Plane, last.Plane);
        double[][] points = [.. aligned.Values.Chunk(2)];
        int close = Math.Min(Close, (points.Length / 2) - 1);
        UmapGraph graph = UmapGraph.Of(map.Points, Math.Min(Neighbours, points.Length));
        Features laid = UmapLayout.Of(graph, aligned, UmapCurve.For(MinimumDistance), new Seed(1).Split("umap"));
        double[][] places = [.. laid.Values.Chunk(2)];
        return new MapCheckpoint(
            step,
            map.Components,
            [.. points.Select(point => point[0])],
            [.. points.Select(point => point[1])],
            map.Shown,
            disparity,
            map.NearestCentre,
            [.. places.Select(point => point[0])],
            [.. places.Select(point => point[1])],
            Trustworthiness.Of(map.Points, laid, close),
            Trustworthiness.Of(map.Points, map.Plane, close));
    }
}

/// <summary>Maps over training: plain data, as <c>analyses/subspace-map-LAYER-TARGET/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Layer">The layer whose input is shown.</param>
/// <param name="Target">What the components were selected for.</param>
/// <param name="Classes">Each token's digit, or its name as 0-25; the tokens are the same at every checkpoint.</param>
/// <param name="Depths">Each token's depth on its chain.</param>
/// <param name="Checkpoints">In the order asked for.</param>
public sealed record SubspaceMap(
    int Format,
    int Layer,
    SubspaceTarget Target,
    ImmutableArray<int> Classes,
    ImmutableArray<int> Depths,
    ImmutableArray<MapCheckpoint> Checkpoints)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 2;
}

/// <summary>One checkpoint's map.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Components">The principal components that the classifier selected, 0-based by falling variance.</param>
/// <param name="X">First coordinate of each token.</param>
/// <param name="Y">Second coordinate.</param>
/// <param name="Shown">Share of the selected components' variance that two dimensions show, 0-1.</param>
/// <param name="Disparity">What alignment to the last checkpoint's map leaves of the squares, 0-1.</param>
/// <param name="NearestCentre">
/// Tokens that lie nearest to the mean of their own class in the selected components, all of them; means are the fit's tokens'.
/// </param>
/// <param name="UmapX">First coordinate of each token in a UMAP of the selected components, started at the aligned map.</param>
/// <param name="UmapY">Second coordinate.</param>
/// <param name="Trustworthiness">
/// How far neighbours on the UMAP are neighbours in the selected components, 10 of each: about 0.5 at random, at most 1.
/// </param>
/// <param name="PlaneTrustworthiness">The same of the map by variance.</param>
public sealed record MapCheckpoint(
    int Step,
    ImmutableArray<int> Components,
    ImmutableArray<double> X,
    ImmutableArray<double> Y,
    double Shown,
    double Disparity,
    double NearestCentre,
    ImmutableArray<double> UmapX,
    ImmutableArray<double> UmapY,
    double Trustworthiness,
    double PlaneTrustworthiness);

/// <summary>How well each map shows its subspace, as a table; the points are in the result alone.</summary>
internal static class MapViews
{
    internal static IEnumerable<View> Of(SubspaceMap result)
    {
        yield return View.Of(
            $"maps of {result.Classes.Length} tokens entering layer {result.Layer}; the points are in result.json",
            [
                "step", "components", "nearest to own class's mean, %", "shown in two dimensions, %", "disparity to the last", "trustworthiness", "of UMAP",
            ],
            result.Checkpoints.Select(map => (IEnumerable<Cell>)
            [
                map.Step,
                map.Components.Length,
                Cell.Percent(map.NearestCentre),
                Cell.Percent(map.Shown),
                Cell.Number(map.Disparity),
                Cell.Number(map.PlaneTrustworthiness),
                Cell.Number(map.Trustworthiness),
            ]));
    }
}
