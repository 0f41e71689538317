using System.Collections.Immutable;
using Bindscope.Analysis.LogitLens;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Live;

/// <summary>Follows one program's answer, layer by layer, over the checkpoints of a run.</summary>
public static class LogitsOverTraining
{
    /// <summary>Reads one program at several checkpoints.</summary>
    /// <param name="steps">The checkpoints' steps, ascending.</param>
    /// <param name="load">A checkpoint's model; not disposed here.</param>
    /// <param name="program">The program.</param>
    /// <param name="cancellation">Stops between checkpoints.</param>
    /// <exception cref="Bindscope.Errors.UserException">The models have no positions for the program.</exception>
    public static TrainingLogits Run(
        IReadOnlyList<int> steps, Func<int, Transformer> load, SymbolicProgram program, CancellationToken cancellation)
    {
        int colon = Positions.Colon(program.Lines.Length);
        var checkpoints = ImmutableArray.CreateBuilder<CheckpointLogits>(steps.Count);
        int layers = 0;
        foreach (int step in steps)
        {
            cancellation.ThrowIfCancellationRequested();
            Transformer model = load(step);
            layers = model.Spec.Layers;
            Lens lens = Lens.Of(model, [program]);
            ImmutableArray<ImmutableArray<float>> read =
                [.. Enumerable.Range(1, layers + 1).Select(layer => lens[layer, 0, colon][..Tokenizer.DigitCount].ToImmutableArray())];
            checkpoints.Add(new CheckpointLogits(step, read[^1], read));
        }

        return new TrainingLogits(program.ToText(), Interpreter.Run(program).Value, layers, checkpoints.ToImmutable());
    }
}

/// <summary>What the checkpoints of a run answer to one program.</summary>
/// <param name="Program">The program's text.</param>
/// <param name="Answer">The right digit.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="Checkpoints">By step.</param>
public sealed record TrainingLogits(string Program, int Answer, int Layers, ImmutableArray<CheckpointLogits> Checkpoints);

/// <summary>What one checkpoint answers to one program.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Logits">The ten digits' logits at the colon.</param>
/// <param name="Lens">
/// The same read from the residual that enters each layer, and, last, from what leaves the last one: by layer, then digit.
/// </param>
public sealed record CheckpointLogits(int Step, ImmutableArray<float> Logits, ImmutableArray<ImmutableArray<float>> Lens);
