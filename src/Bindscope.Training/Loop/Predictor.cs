using System.Runtime.InteropServices;
using Bindscope.Model;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using static TorchSharp.torch;

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
    /// <param name="read">Told each program's index and logits, [4n+3, V] for n lines, in any order and on any of the threads; null to save the
    /// time.</param>
    /// <returns>One token id for each program, in their order.</returns>
    public static int[] Answers(
        Transformer model, IReadOnlyList<SymbolicProgram> programs, int workers, CancellationToken cancellation = default,
        LogitsReader? read = null)
    {
        var answers = new int[programs.Count];
        var blocks = Enumerable.Range(0, programs.Count)
            .GroupBy(i => programs[i].Lines.Length).SelectMany(group => group.Chunk(Rows)).ToArray();
        Parts.Run(workers, blocks.Length, block => Block(model, programs, blocks[block], answers, read), cancellation);
        return answers;
    }

    private static void Block(Transformer model, IReadOnlyList<SymbolicProgram> programs, int[] block, int[] answers, LogitsReader? read)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var length = Positions.Colon(programs[block[0]].Lines.Length) + 1;
        var ids = new long[block.Length * length];
        for (var row = 0; row < block.Length; row++)
        {
            var prompt = Tokenizer.Encode(programs[block[row]]);
            for (var t = 0; t < length; t++)
            {
                ids[row * length + t] = prompt[t];
            }
        }

        var tokens = tensor(ids, block.Length, length, device: model.Parameters.Flat.device); // [B, T]
        var residual = model.Residual(tokens, new SequenceLayout(length)); // [B, T, D]
        if (read is not null)
        {
            using var logits = model.Unembed(residual).cpu().contiguous(); // [B, T, V]
            var values = MemoryMarshal.Cast<byte, float>(logits.bytes);
            var each = values.Length / block.Length;
            for (var row = 0; row < block.Length; row++)
            {
                read(block[row], values.Slice(row * each, each));
            }
        }

        var top = model.Unembed(residual.select(1, length - 1)).argmax(-1).cpu(); // [B]
        var predicted = MemoryMarshal.Cast<byte, long>(top.bytes);
        for (var row = 0; row < block.Length; row++)
        {
            answers[block[row]] = (int)predicted[row];
        }
    }
}
