using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Runs;

namespace Bindscope.Analysis.Abstraction;

/// <summary>On which programs the interpreter's variables are looked for: programs of each hops and kind of source, the same at every checkpoint,
/// those of which the last checkpoint solves base and source.</summary>
public sealed record AbstractionSpec(
    PairSelection Selection,
    [Field("a variable has moved in when its accuracy stays at or above this share of its accuracy at the last checkpoint", Above = 0, Most = 1)]
    double Share = 0.5);

/// <summary>Which variable of the interpreter lives at which place, and when in training does it move in?</summary>
/// <remarks>
/// <para>
/// Question: is the model, at some level, the interpreter? For a variable of the interpreter and a place of the model: run the model on the
/// base program with the place's vector taken from a source program, and run the interpreter on the base program with the variable taken
/// from the source. The share of programs in which both give the same answer is the interchange-intervention accuracy (A. Geiger et al.,
/// "Causal Abstractions of Neural Networks", NeurIPS 2021).
/// </para>
/// <para>
/// What would mislead: along a chain the value is the same at every depth, and a line's value follows from the name that it refers to, so
/// sources are made in which they differ: one patched run then decides between two variables, each the other's rival. A place may
/// hold a variable that it does not show here because the vector holds another, foreign one beside it. docs/methods/abstraction.md has the rest.
/// </para>
/// </remarks>
public sealed class AbstractionAnalysis : IAnalysis<AbstractionSpec, AbstractionResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "abstraction",
        "Interpreter's variables",
        "Which of the interpreter's variables (values, names referred to, the root's line) lives at which layer and token, and since when?",
        Scope.Run,
        AbstractionResult.CurrentFormat)
    {
        KeepsCheckpoints = true,

        // Sources are made for each variable, so that it can be told from its rivals.
        Without = [nameof(PairSelection.OwnPairs)],
    };

    /// <inheritdoc/>
    public static AbstractionSpec Default => new(Later(new PairSelection(60)));

    /// <inheritdoc/>
    public static IEnumerable<AbstractionSpec> Sized(Run run, Budget budget) => [new(Later(budget.Few))];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(AbstractionResult result) => AbstractionViews.Of(result);

    /// <summary>Answers on line 1 are left to the heuristic.</summary>
    private static PairSelection Later(PairSelection selection) => selection with { AnswerLines = [AnswerLineGroup.Second, AnswerLineGroup.Later] };

    private sealed record Question(AbstractionSpec Spec, int Last);

    /// <summary>Looks for the variables; a job that was stopped goes on with the checkpoint where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, no program fits it, or the run has no checkpoint.</exception>
    public static AbstractionResult Run(Run run, AbstractionSpec spec, Work work)
    {
        Info.Require(spec);

        int last = RunCheckpoint.StepOf(run, "last");
        IReadOnlyList<int> steps = run.Checkpoints.Steps();
        var question = new Question(spec with { Share = 0.5 }, last);
        AnalysisFolder folder = Info.Folder(run, spec);
        Transformer final = run.LoadModel(last);
        var drawer = new InterchangeDrawer(spec.Selection.ProgramsOf(run, work.Cancellation), run.Preset.Task.DigitCount);
        ImmutableArray<InterchangeGroup> groups = drawer.Draw(final, spec.Selection, work);
        AbstractionMap map = folder.Part("checkpoints", "map", question, () => Map(final, groups, spec, work));
        ImmutableArray<InterchangeCell> homes = VariableHomes.Of(map.Cells);
        ImmutableArray<CheckpointAbstraction> checkpoints = work.OfEach(folder, steps, question, step => At(run, step, groups, homes, work));
        return new AbstractionResult(
            AbstractionResult.CurrentFormat,
            last,
            final.Spec.Layers,
            map.Programs,
            map.Cells,
            VariableHomes.MovedIn(homes, map.Random, checkpoints, spec.Share),
            checkpoints);
    }

    private static AbstractionMap Map(Transformer model, ImmutableArray<InterchangeGroup> groups, AbstractionSpec spec, Work work)
    {
        var cells = ImmutableArray.CreateBuilder<InterchangeCell>();
        var sizes = ImmutableArray.CreateBuilder<InterchangeGroupSize>();
        foreach (InterchangeGroup drawn in groups)
        {
            work.Progress?.Report(new AnalysisProgress($"{drawn.Edit}, {Execution.HopsInWords(drawn.Hops)}", sizes.Count, groups.Length));
            work.Cancellation.ThrowIfCancellationRequested();
            (int, InterchangePlace)[] places =
            [
                .. from layer in Enumerable.Range(1, model.Spec.Layers)
                   from place in InterchangePlace.For(drawn.Edit, drawn.Hops)
                   select (layer, place),
            ];
            cells.AddRange(InterchangeSweep.Run(model, drawn, places, work));
            sizes.Add(new InterchangeGroupSize(
                drawn.Edit,
                drawn.Depth,
                drawn.Hops,
                drawn.Tried,
                drawn.Possible,
                drawn.Cases.Length,
                InterchangeSweep.NoOpLargestChange(model, drawn, work)));
        }

        ImmutableArray<InterchangeCell> all = cells.ToImmutable();
        return new AbstractionMap(sizes.ToImmutable(), all, [.. VariableHomes.Of(all).Select(home => Random(model, groups, home, spec))]);
    }

    private static Proportion Random(
        Transformer model, ImmutableArray<InterchangeGroup> groups, InterchangeCell home, AbstractionSpec spec)
    {
        InterchangeGroup drawn = GroupOf(groups, home);
        ImmutableArray<string> variables = InterpreterVariable.Of(drawn.Edit, drawn.Depth);
        InterchangePlace place = PlaceOf(drawn, home);
        Seed seed = new Seed(spec.Selection.Seed).Split("random moves").Split(home.Place).Split(home.Layer);
        (int[] rows, int[] answers) = RandomMoves.Answers(model, drawn, home.Layer, place, seed);
        return InterchangeSweep.Scored(drawn, variables, variables.IndexOf(home.Variable), home.Layer, place, rows, answers).Accuracy;
    }

    private static CheckpointAbstraction At(
        Run run, int step, ImmutableArray<InterchangeGroup> groups, ImmutableArray<InterchangeCell> homes, Work work)
    {
        Transformer model = run.LoadModel(step);
        var found = new Dictionary<InterchangeCell, InterchangeCell>();
        foreach (IGrouping<InterchangeGroup, InterchangeCell> own in homes.GroupBy(home => GroupOf(groups, home)))
        {
            (int Layer, InterchangePlace Place)[] places = [.. own.Select(home => (home.Layer, PlaceOf(own.Key, home))).Distinct()];
            ImmutableArray<InterchangeCell> cells = InterchangeSweep.Run(model, own.Key, places, work);
            foreach (InterchangeCell home in own)
            {
                found[home] = cells.Single(cell =>
                    (cell.Variable, cell.Layer, cell.Place) == (home.Variable, home.Layer, home.Place));
            }
        }

        return new CheckpointAbstraction(step, [.. homes.Select(home => found[home])]);
    }

    private static InterchangeGroup GroupOf(ImmutableArray<InterchangeGroup> groups, InterchangeCell cell) => groups.Single(group =>
        (group.Edit, group.Hops) == (cell.Source, cell.Hops) && InterpreterVariable.Of(group.Edit, group.Depth).Contains(cell.Variable));

    private static InterchangePlace PlaceOf(InterchangeGroup group, InterchangeCell cell) =>
        InterchangePlace.For(group.Edit, group.Hops).Single(place => place.ToString() == cell.Place);
}
