using Bindscope.Errors;
using Bindscope.Model.Weights;
using Bindscope.Numerics;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Training.Loop;

namespace Bindscope.Training.Compiled;

/// <summary>Writes a compiled circuit as a run that every analysis can be asked of: spec, metrics and a checkpoint for each stage.</summary>
public static class CompiledRun
{
    /// <summary>Writes the run and evaluates each of its checkpoints on the test programs.</summary>
    /// <param name="circuit">What to compile.</param>
    /// <param name="directory">A folder that does not exist yet; it is there once the run is whole.</param>
    /// <param name="workers">Threads for the evaluations.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="UserException">The folder exists, or cannot be written.</exception>
    public static Run Write(Circuit circuit, string directory, int workers, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        return Write(circuit, directory, circuit.Weights, workers, cancellation);
    }

    /// <summary>Writes the run of a null model: at every checkpoint the circuit's weights in random order, tensor by tensor.</summary>
    /// <param name="circuit">Whose weights.</param>
    /// <param name="directory">A folder that does not exist yet; it is there once the run is whole.</param>
    /// <param name="seed">Draws the order.</param>
    /// <param name="workers">Threads for the evaluations.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="UserException">The folder exists, or cannot be written.</exception>
    public static Run WriteShuffled(Circuit circuit, string directory, Seed seed, int workers, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        return Write(circuit, directory, _ => Shuffled(circuit.Weights(CircuitStage.Whole), seed), workers, cancellation);
    }

    private static Run Write(
        Circuit circuit, string directory, Func<CircuitStage, CircuitSheet> weights, int workers, CancellationToken cancellation)
    {
        using WholeFolder folder = WholeFolder.New(directory);
        try
        {
            WriteAll(circuit, Run.Create(folder.Part, circuit.Preset), weights, workers, cancellation);
            folder.Commit();
            return Run.Open(directory);
        }
        catch (Exception failure) when (FileProblem.Is(failure))
        {
            throw folder.Explained(failure);
        }
    }

    private static void WriteAll(Circuit circuit, Run run, Func<CircuitStage, CircuitSheet> weights, int workers, CancellationToken cancellation)
    {
        RunEnvironments.Note(run.Directory, 0, RunEnvironment.Here(workers, 1));
        IReadOnlyList<SymbolicProgram> programs =
            [.. run.HeldBackSplits(cancellation).Test.Take(circuit.Preset.Training.EvaluationPrograms)];
        var evaluator = new Evaluator(programs);
        for (int stage = 0; stage < circuit.Stages.Count; stage++)
        {
            int step = Circuit.StepOf(stage);
            WriteWeights(
                Path.Combine(run.Checkpoints.Folder(step), "weights.safetensors"), weights(circuit.Stages[stage]));
            run.Checkpoints.Tie(
                run.Checkpoints.Folder(step), new CheckpointMeta(step, new CurriculumProgress(0, 0), new UnreportedMeasures(0, 0, 0, 0)));
            var model = run.LoadModel(step);
            Evaluation evaluation = evaluator.Run(model, workers, default, cancellation);
            for (int earlier = Circuit.EvaluationsOfAStage - 1; earlier >= 0; earlier--)
            {
                MetricsFile.Append(run.MetricsPath, evaluation with { Step = step - earlier });
            }
        }
    }

    /// <summary>Writes a circuit's weights as any model's.</summary>
    internal static void WriteWeights(string path, CircuitSheet sheet) => SafeTensors.Write(
        path,
        sheet.Tensors.Select(tensor => (tensor.Key, Tensor.Of(tensor.Value.Values, Array.ConvertAll(tensor.Value.Shape, size => (int)size)))));

    /// <summary>The same weights in random order within each tensor.</summary>
    internal static CircuitSheet Shuffled(CircuitSheet sheet, Seed seed)
    {
        RandomStream random = seed.Stream();
        foreach ((_, float[] values) in sheet.Tensors.Values)
        {
            for (int i = values.Length - 1; i > 0; i--)
            {
                int other = random.Next(i + 1);
                (values[i], values[other]) = (values[other], values[i]);
            }
        }

        return sheet;
    }
}
