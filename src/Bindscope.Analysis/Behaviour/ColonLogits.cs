using Bindscope.Analysis.Recording;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Training.Loop;

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
        Parts.Run(workers, blocks.Length, block => all.Fill(model, programs, blocks[block]), cancellation);
        return all;
    }

    private void Fill(Transformer model, IReadOnlyList<SymbolicProgram> programs, int[] block)
    {
        var prompts = Prompts.Of([.. block.Select(program => programs[program])]);
        Tensor logits = model.Unembed(Prompts.AtColon(model.Residual(prompts.Tokens, prompts.Layout))); // [B, V]
        for (int row = 0; row < block.Length; row++)
        {
            logits.Row(row).CopyTo(values.AsSpan(block[row] * Tokenizer.VocabularySize));
        }
    }
}
