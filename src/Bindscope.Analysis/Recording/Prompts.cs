using Bindscope.Interventions.Metrics;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Recording;

/// <summary>Prompts of equal length as one batch, as a model takes them.</summary>
/// <param name="Tokens">[B*T], row by row.</param>
/// <param name="Layout">One causal sequence of T tokens.</param>
internal sealed record Prompts(int[] Tokens, SequenceLayout Layout)
{
    /// <summary>Encodes programs.</summary>
    internal static Prompts Of(IReadOnlyList<SymbolicProgram> programs)
    {
        int length = Positions.PromptLength(programs[0].Lines.Length);
        var ids = new int[programs.Count * length];
        for (int row = 0; row < programs.Count; row++)
        {
            Tokenizer.Encode(programs[row], ids.AsSpan(row * length, length));
        }

        return new Prompts(ids, new SequenceLayout(length));
    }

    /// <summary>The vectors at the last token, the colon.</summary>
    /// <param name="value">[B,T,W].</param>
    /// <returns>[B,W], a copy.</returns>
    internal static Tensor AtColon(Tensor value)
    {
        (int rows, int length) = (value.Size(0), value.Size(1));
        var last = new Tensor(rows, value.Size(2));
        for (int row = 0; row < rows; row++)
        {
            value.Row((row * length) + length - 1).CopyTo(last.Row(row));
        }

        return last;
    }

    /// <summary>The digit that a model says at each row's colon.</summary>
    /// <param name="model">The model.</param>
    /// <param name="residual">After the last LayerNorm, [B,T,D].</param>
    internal static int[] Answers(Transformer model, Tensor residual)
    {
        Tensor logits = model.Unembed(AtColon(residual)); // [B, V]
        return [.. Enumerable.Range(0, logits.Rows).Select(row => LogitMetrics.Top(logits.Row(row)[..Tokenizer.DigitCount]))];
    }
}
