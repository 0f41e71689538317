using System.Collections.Immutable;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Training.Loop;

/// <summary>Measures a model on a fixed set of programs: right answers by hops and by answer line, and which digits it predicts.</summary>
public sealed class Evaluator
{
    private readonly IReadOnlyList<SymbolicProgram> programs;
    private readonly Execution[] executions;
    private readonly bool everyToken;

    /// <summary>An evaluator of these programs.</summary>
    /// <param name="programs">At least one program.</param>
    /// <param name="everyToken">Whether what every token costs is measured, too: of models that are trained on every token.</param>
    public Evaluator(IReadOnlyList<SymbolicProgram> programs, bool everyToken = false)
    {
        this.everyToken = everyToken;
        this.programs = programs;
        executions = [.. programs.Select(Interpreter.Run)];
    }

    /// <summary>Evaluates a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="workers">Threads to use.</param>
    /// <param name="training">What training itself measured since the evaluation before.</param>
    /// <param name="cancellation">Stops the evaluation.</param>
    public Evaluation Run(Transformer model, int workers, TrainingMeasures training, CancellationToken cancellation = default) =>
        Run(model, workers, training, null, cancellation);

    /// <summary>Evaluates a model some of whose activations are held.</summary>
    /// <param name="model">The model.</param>
    /// <param name="workers">Threads to use.</param>
    /// <param name="training">What training itself measured since the evaluation before.</param>
    /// <param name="clamp">Holds activations; null for none.</param>
    /// <param name="cancellation">Stops the evaluation.</param>
    internal Evaluation Run(Transformer model, int workers, TrainingMeasures training, IClamp? clamp, CancellationToken cancellation)
    {
        if (!everyToken)
        {
            return Tally(Predictor.Answers(model, programs, workers, null, clamp, cancellation), training);
        }

        var losses = new LossByRole[programs.Count];
        var answers = Predictor.Answers(
            model, programs, workers, (program, logits) => losses[program] = LossByRole.Of(programs[program], executions[program].Value, logits), clamp,
            cancellation);
        return Tally(answers, training) with { LossByRole = LossByRole.Mean(losses) };
    }

    /// <summary>Counts given predictions.</summary>
    /// <param name="predictions">One token id for each program.</param>
    /// <param name="training">What training itself measured since the evaluation before.</param>
    /// <exception cref="ArgumentException">There are not as many predictions as programs.</exception>
    public Evaluation Tally(ReadOnlySpan<int> predictions, TrainingMeasures training)
    {
        if (predictions.Length != executions.Length)
        {
            throw new ArgumentException($"there are {predictions.Length} predictions for {executions.Length} programs", nameof(predictions));
        }

        var byHops = new SortedDictionary<int, (int N, int Correct)>();
        var byLine = new SortedDictionary<int, (int N, int Correct)>();
        var digits = new int[10];
        var (nonDigit, line1, line2, line2N, firstTwo, any, correct) = (0, 0, 0, 0, 0, 0, 0);
        var wrong = new WrongCounter();
        for (var i = 0; i < predictions.Length; i++)
        {
            var prediction = predictions[i];
            var execution = executions[i];
            var right = prediction == execution.Value;
            correct += right ? 1 : 0;
            Count(byHops, execution.Hops, right);
            Count(byLine, execution.RootLine, right);
            wrong.Add(programs[i], execution, prediction);
            if (prediction >= digits.Length)
            {
                nonDigit++;
            }
            else
            {
                digits[prediction]++;
            }

            var lines = programs[i].Lines;
            line1 += Holds(lines[0], prediction) ? 1 : 0;
            if (lines.Length > 1 && lines[1].IsConstant)
            {
                line2N++;
                line2 += Holds(lines[1], prediction) ? 1 : 0;
            }

            var constants = lines.Where(line => line.IsConstant);
            firstTwo += constants.Take(2).Any(line => Holds(line, prediction)) ? 1 : 0;
            any += constants.Any(line => Holds(line, prediction)) ? 1 : 0;
        }

        return new Evaluation(
            training.Step,
            training.Loss,
            training.LearningRate,
            training.Accuracy,
            (double)correct / predictions.Length,
            predictions.Length,
            [.. byHops.Select(pair => new HopsTally(pair.Key, pair.Value.N, pair.Value.Correct))],
            [.. byLine.Select(pair => new AnswerLineTally(pair.Key, pair.Value.N, pair.Value.Correct))],
            [.. digits],
            nonDigit,
            line1,
            line2,
            line2N,
            firstTwo,
            any,
            wrong.Tally);
    }

    private static bool Holds(Assignment line, int prediction) => line.IsConstant && line.Right - '0' == prediction;

    private static void Count(SortedDictionary<int, (int N, int Correct)> tallies, int key, bool right)
    {
        var (n, correct) = tallies.GetValueOrDefault(key);
        tallies[key] = (n + 1, correct + (right ? 1 : 0));
    }
}
