using System.Collections.Immutable;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Training.Loop;

namespace Bindscope.Analysis.Nulls;

/// <summary>Models without variable binding. What they score on a criterion, it does not show.</summary>
public enum NullModel
{
    /// <summary>Says any digit.</summary>
    UniformDigit,

    /// <summary>Says any of the program's constants, every line with one alike.</summary>
    UniformConstant,

    /// <summary>Says line 1's digit always.</summary>
    FirstLine,

    /// <summary>Is right as often as the model that it is held against, on programs chosen at random, and guesses the others.</summary>
    RandomShare,
}

/// <summary>The evaluations that a training would leave whose model is a null model at every step.</summary>
/// <remarks>
/// A criterion is worth what it refuses. The same path that judges a run (evaluations, phases, claims) judges these: what they pass is no
/// evidence. <see cref="NullModel.RandomShare"/> has the very accuracy curve of the run, so whatever is read off accuracy alone, it has too.
/// </remarks>
public sealed class NullTraining
{
    /// <summary>Phases need no more evaluations, and every one asks every program.</summary>
    private const int MostEvaluations = 40;

    private readonly IReadOnlyList<SymbolicProgram> programs;
    private readonly Execution[] executions;
    private readonly int[][] constants;
    private readonly Evaluator evaluator;
    private readonly int digits;
    private readonly Seed seed;

    /// <summary>Null models that are asked these programs.</summary>
    /// <param name="programs">One or more.</param>
    /// <param name="digits">Digits of the task, 2 to 10.</param>
    /// <param name="seed">Draws the guesses.</param>
    public NullTraining(IReadOnlyList<SymbolicProgram> programs, int digits, Seed seed)
    {
        (this.programs, this.digits, this.seed) = (programs, digits, seed);
        executions = [.. programs.Select(Interpreter.Run)];
        constants = [.. programs.Select(program => program.Lines.Where(line => line.IsConstant).Select(line => line.Right - '0').ToArray())];
        evaluator = new Evaluator(programs);
    }

    /// <summary>How often guesses among a program's constants are right, on average.</summary>
    /// <returns>A share, 0 to 1.</returns>
    public double GuessAccuracy() => constants.Zip(executions)
        .Average(one => one.First.Count(digit => digit == one.Second.Value) / (double)one.First.Length);

    /// <summary>The evaluations of a run that null models are held against: all, or so many spread over them, the first and the last included.</summary>
    /// <param name="like">The run's evaluations.</param>
    public static ImmutableArray<Evaluation> Steps(RunMetrics like)
    {
        ArgumentNullException.ThrowIfNull(like);
        int stride = (like.Evaluations.Length + MostEvaluations - 1) / MostEvaluations;
        return [.. like.Evaluations.Where((_, i) => i % stride == 0 || i == like.Evaluations.Length - 1)];
    }

    /// <summary>Evaluations of a null model at the steps of a run.</summary>
    /// <param name="model">The null model.</param>
    /// <param name="like">The run's evaluations: their steps and, for <see cref="NullModel.RandomShare"/>, their accuracies.</param>
    public RunMetrics Like(NullModel model, RunMetrics like)
    {
        ArgumentNullException.ThrowIfNull(like);
        Seed own = seed.Split(model.ToString());
        return new RunMetrics([.. Steps(like).Select(one => At(model, one, own.Split(one.Step)))], null);
    }

    private Evaluation At(NullModel model, Evaluation like, Seed draws)
    {
        RandomStream random = draws.Stream();
        double chance = 1.0 / digits, guess = GuessAccuracy();
        double solved = model == NullModel.RandomShare ? Math.Max(0, (like.Accuracy - guess) / (1 - guess)) : 0;
        double constant = model switch
        {
            NullModel.UniformConstant => 1,
            NullModel.RandomShare => Math.Clamp((like.Accuracy - chance) / (guess - chance), 0, 1),
            _ => 0,
        };
        var predictions = new int[programs.Count];
        for (int i = 0; i < predictions.Length; i++)
        {
            predictions[i] = model == NullModel.FirstLine ? constants[i][0]
                : random.NextDouble() < solved ? executions[i].Value
                : random.NextDouble() < constant ? constants[i][random.Next(constants[i].Length)]
                : random.Next(digits);
        }

        return evaluator.Tally(predictions, new TrainingMeasures((int)like.Step, like.Loss, like.TrainAccuracy, like.LearningRate));
    }
}
