using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Subspaces;
using Bindscope.Model;
using Bindscope.Programs.Tokens;
using static TorchSharp.torch;

namespace Bindscope.Analysis.Alignment;

/// <summary>What enters a layer in pairs of programs, computed once for a whole fit.</summary>
internal sealed class SwapBatch : IDisposable
{
    private SwapBatch(Tensor entering, Tensor change, Tensor answers) => (Base, Change, Answers) = (entering, change, answers);

    /// <summary>What enters the layer in the base programs, [N,T,D].</summary>
    internal Tensor Base { get; }

    /// <summary>What a swap of whole vectors would add: source minus base at the tokens, 0 elsewhere, [N,T,D].</summary>
    internal Tensor Change { get; }

    /// <summary>The source programs' answers, [N] int64.</summary>
    internal Tensor Answers { get; }

    internal int Count => (int)Base.size(0);

    internal static SwapBatch Of(Transformer model, int layer, IReadOnlyList<SwapPair> pairs)
    {
        using IDisposable quiet = no_grad();
        using var scope = TorchSharp.torch.NewDisposeScope();
        Tensor before = Entering.Of(model, layer, [.. pairs.Select(pair => pair.Programs.Base)]); // [N, T, D]
        Tensor after = Entering.Of(model, layer, [.. pairs.Select(pair => pair.Programs.Source)]); // [N, T, D]
        long length = before.size(1);
        var places = new float[pairs.Count * length];
        for (int row = 0; row < pairs.Count; row++)
        {
            foreach (int position in pairs[row].Places)
            {
                places[(row * length) + position] = 1;
            }
        }

        Tensor change = (after - before) * tensor(places, pairs.Count, length, 1, device: before.device); // [N, T, D]
        Tensor answers = tensor(pairs.Select(pair => (long)pair.Programs.SourceExecution.Value).ToArray(), device: before.device); // [N]
        return new SwapBatch(before.MoveToOuterDisposeScope(), change.MoveToOuterDisposeScope(), answers.MoveToOuterDisposeScope());
    }

    /// <summary>The digits' logits at the colon when a subspace is swapped in some rows, [B,10].</summary>
    /// <param name="model">The model.</param>
    /// <param name="layer">The layer that the vectors enter.</param>
    /// <param name="rows">Which rows, [B] int64.</param>
    /// <param name="basis">Orthonormal columns, [D,R].</param>
    internal Tensor Logits(Transformer model, int layer, Tensor rows, Tensor basis)
    {
        Tensor change = Change.index_select(0, rows); // [B, T, D]
        Tensor moved = Base.index_select(0, rows) + matmul(matmul(change, basis), basis.t()); // [B, T, D]
        Tensor residual = model.ResidualFrom(layer, moved, new SequenceLayout((int)moved.size(1))); // [B, T, D]
        return model.Unembed(residual.select(1, residual.size(1) - 1)).narrow(-1, 0, Tokenizer.DigitCount); // [B, 10]
    }

    public void Dispose()
    {
        Base.Dispose();
        Change.Dispose();
        Answers.Dispose();
    }
}
