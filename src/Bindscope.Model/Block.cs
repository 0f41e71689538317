using Bindscope.Numerics;
using static Bindscope.Model.Dropouts.Place;

namespace Bindscope.Model;

/// <summary>
/// One block: attention and MLP, which each read the residual stream through a LayerNorm and add to it. The backward pass stands below the
/// forward pass and goes through the same steps in reverse. B rows, T tokens, H heads, K head width, D width, M MLP width.
/// </summary>
internal sealed unsafe class Block
{
    private readonly ModelSpec spec;

    internal Block(ModelSpec spec, Parameters parameters, int layer)
    {
        this.spec = spec;
        Layer = layer;
        AttentionNorm = new Norm(parameters, $"layers.{layer}.attention_norm");
        Qkv = new Linear(parameters, $"layers.{layer}.attention.qkv");
        AttentionOutput = new Linear(parameters, $"layers.{layer}.attention.output");
        MlpNorm = new Norm(parameters, $"layers.{layer}.mlp_norm");
        MlpInput = new Linear(parameters, $"layers.{layer}.mlp.input");
        MlpOutput = new Linear(parameters, $"layers.{layer}.mlp.output");
    }

    /// <summary>1-based.</summary>
    internal int Layer { get; }

    internal Norm AttentionNorm { get; }

    internal Linear Qkv { get; }

    internal Linear AttentionOutput { get; }

    internal Norm MlpNorm { get; }

    internal Linear MlpInput { get; }

    internal Linear MlpOutput { get; }

    /// <summary>From <see cref="BlockMemory.Residual"/> to what leaves the block.</summary>
    /// <param name="m">The block's memory.</param>
    /// <param name="shared">The pass's memory.</param>
    /// <param name="pass">The pass's rows, layout, dropout.</param>
    /// <param name="tap">Sees every site.</param>
    /// <param name="result">Receives what leaves the block, [n, D].</param>
    internal void Forward(BlockMemory m, SharedMemory shared, in PassContext pass, in TapPoints tap, Tensor result)
    {
        (int rows, int length, int n) = (pass.Rows, pass.Length, pass.Tokens);
        tap.Through(SiteKind.ResidualIn, m.Residual, rows, length, spec.Width); // [B, T, D]
        AttentionNorm.Forward(m.Residual, n, m.Normal, m.NormStatistics); // [B, T, D]
        Qkv.Forward(m.Normal, n, m.Qkv); // [B, T, 3*H*K]
        Attend(m, pass, tap); // [B, T, H*K]
        tap.Through(SiteKind.AttentionZ, m.Z, rows, length, spec.Heads, spec.HeadWidth); // [B, T, H, K]
        SumHeads(m, shared, pass, tap); // [B, T, D]
        tap.Through(SiteKind.AttentionOut, shared.Branch, rows, length, spec.Width); // [B, T, D]
        pass.Dropouts.Apply(Layer, AttentionOut, shared.Branch, rows, length * spec.Width);
        Rows.Add(m.Residual.Pointer, shared.Branch.Pointer, m.Middle.Pointer, n * spec.Width); // [B, T, D]
        tap.Through(SiteKind.ResidualMid, m.Middle, rows, length, spec.Width); // [B, T, D]

        MlpNorm.Forward(m.Middle, n, m.MiddleNormal, m.MiddleStatistics); // [B, T, D]
        MlpInput.Forward(m.MiddleNormal, n, m.Slope); // [B, T, M]
        Gelu.Run(m.Slope.Pointer, n * spec.MlpWidth, m.Hidden.Pointer, pass.Keeps ? m.Slope.Pointer : null); // [B, T, M]
        tap.Through(SiteKind.MlpHidden, m.Hidden, rows, length, spec.MlpWidth); // [B, T, M]
        MlpOutput.Forward(m.Hidden, n, shared.Branch); // [B, T, D]
        tap.Through(SiteKind.MlpOut, shared.Branch, rows, length, spec.Width); // [B, T, D]
        pass.Dropouts.Apply(Layer, MlpOut, shared.Branch, rows, length * spec.Width);
        Rows.Add(m.Middle.Pointer, shared.Branch.Pointer, result.Pointer, n * spec.Width); // [B, T, D]
        tap.Through(SiteKind.ResidualOut, result, rows, length, spec.Width); // [B, T, D]
    }

    /// <summary>
    /// From the gradient of what leaves the block, in <see cref="SharedMemory.DResidual"/>, to the gradient of what enters it, in the same place.
    /// </summary>
    /// <param name="m">The block's memory, as its forward pass left it.</param>
    /// <param name="shared">The pass's memory.</param>
    /// <param name="pass">The pass's rows, layout, dropout.</param>
    /// <param name="tap">Sees the gradient at every site.</param>
    /// <param name="weights">Gradient of all weights, [N], added to; null where it is not wanted.</param>
    internal void Backward(BlockMemory m, SharedMemory shared, in PassContext pass, in TapPoints tap, float* weights)
    {
        (int rows, int length, int n) = (pass.Rows, pass.Length, pass.Tokens);
        Tensor dResidual = shared.DResidual;
        tap.Through(SiteKind.ResidualOut, dResidual, rows, length, spec.Width); // [B, T, D]
        Tensor dBranch = OfBranch(shared, pass, tap, MlpOut, SiteKind.MlpOut); // [B, T, D]
        MlpOutput.Backward(m.Hidden, dBranch, n, shared.DHidden, weights); // [B, T, M]
        tap.Through(SiteKind.MlpHidden, shared.DHidden, rows, length, spec.MlpWidth); // [B, T, M]
        Rows.Multiply(shared.DHidden.Pointer, m.Slope.Pointer, shared.DHidden.Pointer, n * spec.MlpWidth); // [B, T, M]
        MlpInput.Backward(m.MiddleNormal, shared.DHidden, n, shared.DNormal, weights); // [B, T, D]
        MlpNorm.Backward(m.Middle, m.MiddleStatistics!, shared.DNormal, n, dResidual, dResidual, weights); // [B, T, D]

        tap.Through(SiteKind.ResidualMid, dResidual, rows, length, spec.Width); // [B, T, D]
        dBranch = OfBranch(shared, pass, tap, AttentionOut, SiteKind.AttentionOut); // [B, T, D]
        AttentionOutput.Backward(m.Z, dBranch, n, shared.DZ, weights); // [B, T, H*K]
        OfHeads(shared, pass, tap, dBranch);
        tap.Through(SiteKind.AttentionZ, shared.DZ, rows, length, spec.Heads, spec.HeadWidth); // [B, T, H, K]
        AttendBackward(m, shared, pass, tap); // [B, T, 3*H*K]
        Qkv.Backward(m.Normal, shared.DQkv, n, shared.DNormal, weights); // [B, T, D]
        AttentionNorm.Backward(m.Residual, m.NormStatistics!, shared.DNormal, n, dResidual, dResidual, weights); // [B, T, D]
        tap.Through(SiteKind.ResidualIn, dResidual, rows, length, spec.Width); // [B, T, D]
    }

    /// <summary>From queries, keys and values to mixed values: fused, or step by step where somebody looks inside.</summary>
    private void Attend(BlockMemory m, in PassContext pass, in TapPoints tap)
    {
        LayoutTables tables = pass.Tables;
        m.InSteps = tap.WantsInsideAttention() || pass.Dropouts.Active;
        if (m.InSteps)
        {
            m.Steps = AttentionSteps.For(m.Steps, spec, pass);
            m.Steps.Forward(Layer, m.Qkv, pass, tap, m.Z);
            return;
        }

        float* statistics = null;
        if (pass.Keeps)
        {
            int floats = pass.Rows * spec.Heads * tables.Plan.StatisticsFloats;
            m.Statistics = m.Statistics is { } known && known.Length >= floats ? known : new Tensor(floats);
            statistics = m.Statistics.Pointer;
        }

        FusedAttention.Forward(
            tables.Plan, pass.Rows, m.Qkv.Pointer, tables.Cosine.Pointer, tables.Sine.Pointer, m.Z.Pointer, statistics);
    }

    private void AttendBackward(BlockMemory m, SharedMemory shared, in PassContext pass, in TapPoints tap)
    {
        LayoutTables tables = pass.Tables;
        if (m.InSteps || tap.WantsInsideAttention())
        {
            if (!m.InSteps)
            {
                m.Steps = AttentionSteps.For(m.Steps, spec, pass);
                m.Steps.Forward(Layer, m.Qkv, pass, default, null);
            }

            m.Steps!.Backward(Layer, m.Qkv, pass, tap, shared.DZ, shared.DQkv);
            return;
        }

        FusedAttention.Backward(
            tables.Plan, pass.Rows, m.Qkv.Pointer, tables.Cosine.Pointer, tables.Sine.Pointer, m.Statistics!.Pointer, shared.DZ.Pointer,
            shared.DQkv.Pointer);
    }

    /// <summary>What attention adds: all heads at once, or the sum of what each adds where somebody looks at that.</summary>
    private void SumHeads(BlockMemory m, SharedMemory shared, in PassContext pass, in TapPoints tap)
    {
        if (!tap.Wants(SiteKind.AttentionHead))
        {
            AttentionOutput.Forward(m.Z, pass.Tokens, shared.Branch);
            return;
        }

        (int n, int width, int heads) = (pass.Tokens, spec.Width, spec.Heads);
        Tensor contributions = Tensor.Uninitialized(n, heads, width);
        for (int head = 0; head < heads; head++)
        {
            int first = head * spec.HeadWidth;
            AttentionOutput.Packed.RunOfDepth(
                m.Z.Pointer + first, spec.AttentionWidth, n, first, spec.HeadWidth, contributions.Pointer + (head * width), heads * width);
        }

        tap.Through(SiteKind.AttentionHead, contributions, pass.Rows, pass.Length, heads, width); // [B, T, H, D]
        for (int token = 0; token < n; token++)
        {
            float* sum = shared.Branch.Pointer + ((nint)token * width);
            float* parts = contributions.Pointer + ((nint)token * heads * width);
            Rows.Copy(parts, sum, width);
            for (int head = 1; head < heads; head++)
            {
                Rows.Add(sum, parts + (head * width), sum, width);
            }

            if (AttentionOutput.Bias is not null)
            {
                Rows.Add(sum, AttentionOutput.Bias, sum, width);
            }
        }
    }

    /// <summary>Every head's contribution has the gradient of their sum. Where the tap sends another one on, mixed values get that.</summary>
    private void OfHeads(SharedMemory shared, in PassContext pass, in TapPoints tap, Tensor dSum)
    {
        if (!tap.Wants(SiteKind.AttentionHead))
        {
            return;
        }

        (int n, int width, int heads) = (pass.Tokens, spec.Width, spec.Heads);
        Tensor contributions = Tensor.Uninitialized(n, heads, width);
        for (int row = 0; row < n * heads; row++)
        {
            Rows.Copy(dSum.Pointer + ((nint)(row / heads) * width), contributions.Pointer + ((nint)row * width), width);
        }

        if (tap.Through(SiteKind.AttentionHead, contributions, pass.Rows, pass.Length, heads, width)) // [B, T, H, D]
        {
            for (int head = 0; head < heads; head++)
            {
                int first = head * spec.HeadWidth;
                AttentionOutput.Transposed.Run(
                    contributions.Pointer + (head * width), heads * width, n, first, spec.HeadWidth, shared.DZ.Pointer + first, spec.AttentionWidth);
            }
        }
    }

    /// <summary>The gradient of what a branch adds: that of the sum, where nothing is dropped and nobody looks.</summary>
    private Tensor OfBranch(SharedMemory shared, in PassContext pass, in TapPoints tap, Dropouts.Place place, SiteKind kind)
    {
        if (!pass.Dropouts.Active && !tap.Wants(kind))
        {
            return shared.DResidual;
        }

        Rows.Copy(shared.DResidual.Pointer, shared.Branch.Pointer, pass.Tokens * spec.Width);
        pass.Dropouts.Apply(Layer, place, shared.Branch, pass.Rows, pass.Length * spec.Width);
        tap.Through(kind, shared.Branch, pass.Rows, pass.Length, spec.Width); // [B, T, D]
        return shared.Branch;
    }
}
