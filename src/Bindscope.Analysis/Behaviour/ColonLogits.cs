using System.Runtime.InteropServices;
using Bindscope.Analysis.Recording;
using Bindscope.Model;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using static TorchSharp.torch;

namespace Bindscope.Analysis.Behaviour;

/// <summary>The logits at the colon, where the answer is predicted, of many programs.</summary>
internal sealed class ColonLogits
{
    private const int BlockRows = 128;

    private readonly float[] values;

    private ColonLogits(int programs) => values = new float[programs * Tokenizer.VocabularySize];

    /// <summary>All tokens' logits of one program.</summary>
    internal ReadOnlySpan<float> this[int program] => values.AsSpan(program * Tokenizer.VocabularySize, Tokenizer.VocabularySize);

    /// <summary>Runs a model on programs of any lengths that it has positions for.</summary>
    internal static ColonLogits Of(
        Transformer model, IReadOnlyList<SymbolicProgram> programs, int workers, CancellationToken cancellation)
    {
        var all = new ColonLogits(programs.Count);
        int[][] blocks =
            [.. Enumerable.Range(0, programs.Count).GroupBy(i => programs[i].Lines.Length).SelectMany(group => group.Chunk(BlockRows))];
        OneThreadEach.Run(workers, blocks.Length, block => all.Fill(model, programs, blocks[block]), cancellation);
        return all;
    }

    /// <summary>Prompts of equal length as one tensor, [B,T].</summary>
    internal static Tensor Tokens(IReadOnlyList<SymbolicProgram> programs, ReadOnlySpan<int> block, Device device)
    {
        int length = Positions.PromptLength(programs[block[0]].Lines.Length);
        var ids = new long[block.Length * length];
        for (int row = 0; row < block.Length; row++)
        {
            Tokenizer.Encode(programs[block[row]], ids.AsSpan(row * length, length));
        }

        return tensor(ids, block.Length, length, device: device);
    }

    private void Fill(Transformer model, IReadOnlyList<SymbolicProgram> programs, int[] block)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor tokens = Tokens(programs, block, model.Device); // [B, T]
        int length = (int)tokens.size(1);
        Tensor residual = model.Residual(tokens, new SequenceLayout(length)); // [B, T, D]
        Tensor logits = model.Unembed(residual.select(1, length - 1)).cpu().contiguous(); // [B, V]
        ReadOnlySpan<float> numbers = MemoryMarshal.Cast<byte, float>(logits.bytes);
        for (int row = 0; row < block.Length; row++)
        {
            numbers.Slice(row * Tokenizer.VocabularySize, Tokenizer.VocabularySize)
                .CopyTo(values.AsSpan(block[row] * Tokenizer.VocabularySize));
        }
    }
}
