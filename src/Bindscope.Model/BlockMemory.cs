using Bindscope.Numerics;

namespace Bindscope.Model;

/// <summary>What one block computes on the way, for so many tokens: its backward pass needs it again. n tokens of B rows.</summary>
internal sealed class BlockMemory
{
    internal BlockMemory(ModelSpec spec, int tokens, bool keep)
    {
        Residual = Tensor.Uninitialized(tokens, spec.Width);
        Normal = Tensor.Uninitialized(tokens, spec.Width);
        Qkv = Tensor.Uninitialized(tokens, 3 * spec.AttentionWidth);
        Z = Tensor.Uninitialized(tokens, spec.AttentionWidth);
        Middle = Tensor.Uninitialized(tokens, spec.Width);
        MiddleNormal = keep ? Tensor.Uninitialized(tokens, spec.Width) : Normal;
        Slope = Tensor.Uninitialized(tokens, spec.MlpWidth);
        Hidden = Tensor.Uninitialized(tokens, spec.MlpWidth);
        NormStatistics = keep ? Tensor.Uninitialized(tokens, 2) : null;
        MiddleStatistics = keep ? Tensor.Uninitialized(tokens, 2) : null;
    }

    /// <summary>What enters the block, [n, D].</summary>
    internal Tensor Residual { get; set; }

    /// <summary>The same after attention's LayerNorm, [n, D], and the norm's statistics, [n, 2].</summary>
    internal Tensor Normal { get; }

    internal Tensor? NormStatistics { get; }

    /// <summary>Queries, keys and values, before the rotary embedding, [n, 3*H*K].</summary>
    internal Tensor Qkv { get; }

    /// <summary>Fused attention's, [B, H, statistics].</summary>
    internal Tensor? Statistics { get; set; }

    /// <summary>Attention's own memory where it is computed step by step.</summary>
    internal AttentionSteps? Steps { get; set; }

    /// <summary>Whether it was, in the pass that is kept.</summary>
    internal bool InSteps { get; set; }

    /// <summary>Mixed values, [n, H*K].</summary>
    internal Tensor Z { get; }

    /// <summary>The residual stream between attention and MLP, [n, D].</summary>
    internal Tensor Middle { get; }

    /// <summary>The same after the MLP's LayerNorm, [n, D], and the norm's statistics, [n, 2].</summary>
    internal Tensor MiddleNormal { get; }

    internal Tensor? MiddleStatistics { get; }

    /// <summary>What enters the activation function, then its derivative there, [n, M].</summary>
    internal Tensor Slope { get; }

    /// <summary>After the activation function, [n, M].</summary>
    internal Tensor Hidden { get; }
}

/// <summary>Memory that every block uses in turn: what a branch adds, and gradients.</summary>
internal sealed class SharedMemory
{
    internal SharedMemory(ModelSpec spec, int tokens, bool keep)
    {
        Branch = Tensor.Uninitialized(tokens, spec.Width);
        if (keep)
        {
            DResidual = Tensor.Uninitialized(tokens, spec.Width);
            DNormal = Tensor.Uninitialized(tokens, spec.Width);
            DQkv = Tensor.Uninitialized(tokens, 3 * spec.AttentionWidth);
            DZ = Tensor.Uninitialized(tokens, spec.AttentionWidth);
            DHidden = Tensor.Uninitialized(tokens, spec.MlpWidth);
        }
        else
        {
            DResidual = DNormal = DQkv = DZ = DHidden = Branch;
        }
    }

    /// <summary>What attention or MLP adds, or its gradient, [n, D].</summary>
    internal Tensor Branch { get; }

    internal Tensor DResidual { get; }

    internal Tensor DNormal { get; }

    internal Tensor DQkv { get; }

    internal Tensor DZ { get; }

    internal Tensor DHidden { get; }
}
