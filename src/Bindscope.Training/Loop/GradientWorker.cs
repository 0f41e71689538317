using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Training.Batches;

namespace Bindscope.Training.Loop;

/// <summary>Forward and backward of parts of a batch, in one thread's memory.</summary>
/// <param name="model">The model.</param>
internal sealed unsafe class GradientWorker(Transformer model)
{
    /// <summary>Tokens of one pass: what their passes compute stays near the processor.</summary>
    private const int TokensAtOnce = 536;

    private readonly Pass pass = new(model, keep: true);
    private Tensor residual = new(0);
    private Tensor logits = new(0);
    private Tensor dResidual = new(0);
    private int[] chosen = [];

    /// <summary>The gradient of the summed loss of the last part, [N].</summary>
    internal Tensor Gradient { get; } = new(model.Parameters.Flat.Length);

    /// <summary>Computes the gradient of a part.</summary>
    /// <param name="batch">The part.</param>
    /// <param name="from">The number of its first program in the whole batch.</param>
    /// <param name="dropout">Decides what is dropped.</param>
    /// <param name="clamp">Holds activations; null for none.</param>
    internal StepTally Run(Batch batch, int from, ulong dropout, IClamp? clamp = null)
    {
        Gradient.Values.Clear();
        var length = batch.Layout.Length;
        var some = Math.Max(1, TokensAtOnce / length);
        var tally = new StepTally(0, 0, batch.Answers, batch.Programs);
        for (var row = 0; row < batch.Programs; row += some)
        {
            var count = Math.Min(some, batch.Programs - row);
            var dropouts = new Dropouts(model.Spec.Dropout, dropout, from + row);
            var tokens = batch.Tokens.AsSpan(row * length, count * length);
            var taps = clamp?.On(tokens, batch.Layout);
            pass.Embed(tokens, batch.Layout, dropouts); // [B, T, D]
            pass.Forward(taps?.Forward); // [B, T, D]
            var (loss, correct) = Loss(batch, row * length, (row + count) * length);
            tally += new StepTally(loss, correct, 0, 0);
            pass.Backward(taps?.Backward, Gradient.Pointer);
        }

        return tally;
    }

    /// <summary>The loss of the supervised places among some tokens, and its gradient, back to what leaves the last LayerNorm.</summary>
    private (double Loss, int Correct) Loss(Batch batch, int firstToken, int endToken)
    {
        var (width, vocabulary) = (model.Spec.Width, model.Spec.Vocabulary);
        var count = Choose(batch, firstToken, endToken);
        for (var i = 0; i < count; i++)
        {
            pass.Normalized.Row(batch.Places[chosen[i]] - firstToken).CopyTo(residual.Row(i)); // [P, D]
        }

        model.Unembedding.Forward(residual, count, logits); // [P, V]
        var (loss, correct) = (0.0, 0);
        for (var i = 0; i < count; i++)
        {
            var row = new Span<float>(logits.Pointer + ((nint)i * vocabulary), vocabulary);
            var target = batch.Targets[chosen[i]];
            correct += chosen[i] < batch.Answers && Logits.Top(row) == target ? 1 : 0;
            loss += CrossEntropy.Of(row, target, batch.Weights[chosen[i]], row); // [P, V]
        }

        pass.DNormalized.Values[..((endToken - firstToken) * width)].Clear();
        var gradient = pass.DNormalized.Pointer;
        model.Unembedding.Backward(residual, logits, count, dResidual, Gradient.Pointer); // [P, D]
        for (var i = 0; i < count; i++)
        {
            var target = gradient + ((nint)(batch.Places[chosen[i]] - firstToken) * width);
            Rows.Add(target, dResidual.Pointer + ((nint)i * width), target, width); // [B, T, D]
        }

        return (loss, correct);
    }

    private int Choose(Batch batch, int firstToken, int endToken)
    {
        if (chosen.Length < batch.Places.Length)
        {
            chosen = new int[batch.Places.Length];
            residual = new Tensor(batch.Places.Length, model.Spec.Width);
            dResidual = new Tensor(batch.Places.Length, model.Spec.Width);
            logits = new Tensor(batch.Places.Length, model.Spec.Vocabulary);
        }

        var count = 0;
        for (var i = 0; i < batch.Places.Length; i++)
        {
            if (batch.Places[i] >= firstToken && batch.Places[i] < endToken)
            {
                chosen[count++] = i;
            }
        }

        return count;
    }
}
