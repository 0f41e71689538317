using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Training.Loop;

/// <summary>Asks a model for the answers of many programs.</summary>
public static class Predictor
{
    private const int Rows = 128;

    /// <summary>The most probable token at each program's colon.</summary>
    /// <param name="model">The model; evaluated without dropout.</param>
    /// <param name="programs">The programs, of any lengths that the model has positions for.</param>
    /// <param name="workers">Threads to use.</param>
    /// <param name="cancellation">Stops between blocks of programs.</param>
    /// <returns>One token id for each program, in their order.</returns>
    public static int[] Answers(
        Transformer model, IReadOnlyList<SymbolicProgram> programs, int workers, CancellationToken cancellation = default)
        => Answers(model, programs, workers, null, cancellation);

    /// <summary>The same, with the logits at every token.</summary>
    /// <param name="model">The model; evaluated without dropout.</param>
    /// <param name="programs">The programs, of any lengths that the model has positions for.</param>
    /// <param name="workers">Threads to use.</param>
    /// <param name="read">Told each program's index and logits, [4n+3, V] for n lines, in any order and on any of the threads; null to save the
    /// time.</param>
    /// <param name="cancellation">Stops between blocks of programs.</param>
    /// <returns>One token id for each program, in their order.</returns>
    public static int[] Answers(
        Transformer model, IReadOnlyList<SymbolicProgram> programs, int workers, LogitsReader? read, CancellationToken cancellation)
        => Answers(model, programs, workers, read, null, cancellation);

    /// <summary>The same while a clamp holds some activations; null for none.</summary>
    internal static int[] Answers(
        Transformer model, IReadOnlyList<SymbolicProgram> programs, int workers, LogitsReader? read, IClamp? clamp, CancellationToken cancellation)
    {
        var answers = new int[programs.Count];
        var blocks = Enumerable.Range(0, programs.Count)
            .GroupBy(i => programs[i].Lines.Length).SelectMany(group => group.Chunk(Rows)).ToArray();
        Parts.Run(workers, blocks.Length, block => Block(model, programs, blocks[block], answers, read, clamp), cancellation);
        return answers;
    }

    private static void Block(
        Transformer model, IReadOnlyList<SymbolicProgram> programs, int[] block, int[] answers, LogitsReader? read, IClamp? clamp)
    {
        var length = Positions.Colon(programs[block[0]].Lines.Length) + 1;
        var tokens = new int[block.Length * length]; // [B, T]
        for (var row = 0; row < block.Length; row++)
        {
            Tokenizer.Encode(programs[block[row]], tokens.AsSpan(row * length, length));
        }

        var layout = new SequenceLayout(length);
        var residual = model.Residual(tokens, layout, clamp?.On(tokens, layout).Forward); // [B, T, D]
        if (read is not null)
        {
            var all = model.Unembed(residual); // [B, T, V]
            var each = all.Length / block.Length;
            for (var row = 0; row < block.Length; row++)
            {
                read(block[row], all.Values.Slice(row * each, each));
            }
        }

        var colons = new Tensor(block.Length, model.Spec.Width); // [B, D]
        for (var row = 0; row < block.Length; row++)
        {
            residual.Row(row * length + length - 1).CopyTo(colons.Row(row));
        }

        var logits = model.Unembed(colons); // [B, V]
        for (var row = 0; row < block.Length; row++)
        {
            answers[block[row]] = Logits.Top(logits.Row(row));
        }
    }
}

/// <summary>Is told the logits of one program of many.</summary>
/// <param name="program">The program's index.</param>
/// <param name="logits">At each token of its prompt, [4n+3, V]; valid during the call.</param>
public delegate void LogitsReader(int program, ReadOnlySpan<float> logits);
