using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Training.Loop;
using Paid = Bindscope.Runs.LossByRole;

namespace Bindscope.Analysis.LossByRole;

/// <summary>On how many programs each checkpoint's loss is measured.</summary>
public sealed record LossByRoleSpec([Field("the first programs of the test set", Least = 100)] int Programs = 2000);

/// <summary>What a model pays for the tokens of a program over training, apart by what they are, beside what it must cost.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Programs">Programs.</param>
/// <param name="Floors">The least that each part costs a predictor, by how many depths it tells apart.</param>
/// <param name="Checkpoints">In the order of steps.</param>
public sealed record LossByRoleResult(int Format, int Programs, KnowledgeFloors Floors, ImmutableArray<CheckpointLoss> Checkpoints)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>What one checkpoint pays.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Accuracy">Share of the answers that are right.</param>
/// <param name="Paid">All parts, means over programs, in nats per program.</param>
/// <param name="Variable">The choice of right-hand-side variables with its interval.</param>
/// <param name="Query">The queried variable with its interval.</param>
/// <param name="Answer">The answer with its interval.</param>
/// <param name="Beyond">The most knowing predictor that pays more for right-hand-side variables than this model, with its whole interval: its
/// place among the floors, 0 for one that tells no depths apart. Null where no predictor does.</param>
public sealed record CheckpointLoss(int Step, Proportion Accuracy, Paid Paid, Estimate Variable, Estimate Query, Estimate Answer, int? Beyond);

/// <summary>What is learned while accuracy stands still?</summary>
/// <remarks>
/// <para>
/// Causal language modelling pays for every token, and the task prefers deep variables on right-hand sides and in queries: a model that tracks depth
/// pays less for them than one that does not. Beside what each checkpoint pays stand the generator's floors, the least that a predictor can pay who
/// tells so many depths apart.
/// </para>
/// <para>
/// What would mislead: a loss between two floors need not be that of a model that knows the one depth and not the other; it may know a little of
/// several. Programs differ in how many variables they hold, and cost everybody more or less for it; so the intervals over programs are wide beside
/// a floor of the same programs, and "less than who tells" is said late rather than early. The floors have the sampling error of the programs that
/// they were computed on, about 0.02 nats, which no interval here holds. A model can pay less than a floor by knowing what the floors leave out:
/// which programs the generator rejects.
/// </para>
/// </remarks>
public sealed class LossByRoleAnalysis : IAnalysis<LossByRoleSpec, LossByRoleResult>
{
    /// <summary>Programs that the floors are computed on where the run has none.</summary>
    private const int FloorPrograms = 20_000;

    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "loss-by-role",
        "Loss by token role",
        "What is learned while accuracy stands still: which tokens does the loss come from at each checkpoint, and which depths does the model tell apart?",
        Scope.Run,
        LossByRoleResult.CurrentFormat)
    { KeepsCheckpoints = true };

    private sealed record Question(LossByRoleSpec Spec, KnowledgeFloors Floors);

    /// <inheritdoc/>
    public static LossByRoleSpec Default => new();

    /// <inheritdoc/>
    public static IEnumerable<LossByRoleSpec> Sized(Run run, Budget budget) => IsOf(run) ? [new(budget.TestPrograms)] : [];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(LossByRoleResult result)
    {
        yield return View.Of($"What {result.Programs} test programs cost, nats per program, with 95 % intervals over programs.");
        int deepest = result.Floors.RightHandSideVariable.Length - 1;
        string[] levels = ["no depth", "depth 1", .. Enumerable.Range(2, deepest - 2).Select(level => $"depths 1 to {level}"), "every depth"];
        yield return View.Of(
            $"the least that they can cost who tells so many depths apart ({result.Floors.Programs} programs)",
            ["told apart", "which variable on a right-hand side", "which variable is queried"],
            levels.Select((level, i) => (IEnumerable<Cell>)
                [level, Cell.Number(result.Floors.RightHandSideVariable[i]), Cell.Number(result.Floors.Query[i])]));
        yield return View.Of(
            $"paid at each checkpoint",
            [
                "step", "right, %", "right-hand-side variable", "query", "answer", "names on the left", "digit or variable", "which digit",
                "fixed signs", "less than who tells",
            ],
            result.Checkpoints.Select(one => (IEnumerable<Cell>)
            [
                one.Step, Cell.Percent(one.Accuracy.Value, "0.0"), Spread(one.Variable), Spread(one.Query), Spread(one.Answer),
                Cell.Number(one.Paid.LeftHandSide), Cell.Number(one.Paid.RightHandSideKind), Cell.Number(one.Paid.RightHandSideDigit),
                Cell.Number(one.Paid.Fixed),
                one.Beyond is { } beyond ? levels[beyond] : "",
            ])).Named("paid");
    }

    /// <summary>Measures every checkpoint; a job that was stopped goes on with the checkpoint where it was.</summary>
    /// <param name="run">The run, trained on every token.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or the run was trained on answers alone.</exception>
    public static LossByRoleResult Run(Run run, LossByRoleSpec spec, Work work)
    {
        Info.Require(spec);
        if (!IsOf(run))
        {
            throw new UserException(
                $"{run.Name} was trained on answers alone: it was never asked for the other tokens, so what they cost says nothing",
                "take a run that was trained on every token (training.objective.loss: allTokens), such as those of the preset small-lm");
        }

        IReadOnlyList<SymbolicProgram> test = run.HeldBackSplits(work.Cancellation).Test;
        SymbolicProgram[] programs = [.. test.Take(spec.Programs)];
        KnowledgeFloors floors = FloorsFile.Read(run) ?? KnowledgeFloors.Of(run.Preset.Task, [.. test.Take(FloorPrograms)]);
        var folder = new AnalysisFolder(run, Info.Name);
        Execution[] executions = [.. programs.Select(Interpreter.Run)];
        return new LossByRoleResult(
            LossByRoleResult.CurrentFormat,
            programs.Length,
            floors,
            work.OfEach(folder, run.Checkpoints.Steps(), new Question(spec, floors), step => At(run, step, programs, executions, floors, work)));
    }

    /// <summary>The most knowing predictor that pays more than a model, its place among the floors; null for none.</summary>
    /// <param name="paid">What the choice of right-hand-side variables costs the model.</param>
    /// <param name="floors">What it costs predictors, from none knowing up.</param>
    internal static int? Beyond(Estimate paid, ImmutableArray<double> floors) =>
        floors.TakeWhile(floor => paid.High < floor).Count() is > 0 and var count ? count - 1 : null;

    private static CheckpointLoss At(
        Run run, int step, SymbolicProgram[] programs, Execution[] executions, KnowledgeFloors floors, Work work)
    {
        var losses = new Paid[programs.Length];
        int[] answers = Predictor.Answers(
            run.LoadModel(step), programs, work.Workers,
            (program, logits) => losses[program] = Paid.Of(programs[program], executions[program].Value, logits), work.Cancellation);
        var bootstrap = Bootstraps.Of(programs.Length);
        Estimate Of(Func<Paid, double> part) => bootstrap.Mean([.. losses.Select(part)]);
        Estimate variable = Of(loss => loss.RightHandSideVariable);
        return new CheckpointLoss(
            step,
            Proportion.OfCounts(answers.Zip(executions, (answer, execution) => answer == execution.Value ? 1 : 0).Sum(), programs.Length),
            Paid.Mean(losses),
            variable,
            Of(loss => loss.Query),
            Of(loss => loss.Answer),
            Beyond(variable, floors.RightHandSideVariable));
    }

    private static bool IsOf(Run run) => run.Preset.Training.Objective.Loss == LossScope.AllTokens;

    private static Cell Spread(Estimate one)
    {
        string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
        return new Cell($"{Text(one.Value)} ({Text(one.Low)}-{Text(one.High)})", one.Value, one.Low, one.High, one.Programs);
    }
}
