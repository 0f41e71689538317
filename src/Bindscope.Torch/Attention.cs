using Bindscope.Torch.Kernels;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Bindscope.Torch;

/// <summary>The steps of attention inside a block. B rows, T queries, S keys, H heads, K head width.</summary>
public static class Attention
{
    /// <summary>Turns each pair (x[i], x[i + K/2]) of every head by its position's angle, in float32.</summary>
    /// <param name="x">[B,T,H,K].</param>
    /// <param name="cosine">[T, K/2].</param>
    /// <param name="sine">[T, K/2].</param>
    /// <returns>[B,T,H,K], of x's type.</returns>
    public static Tensor Rotate(Tensor x, Tensor cosine, Tensor sine)
    {
        Tensor[] halves = x.chunk(2, -1);
        (Tensor first, Tensor second) = (halves[0], halves[1]);
        (Tensor c, Tensor s) = (cosine.unsqueeze(1), sine.unsqueeze(1)); // [T, 1, K/2]
        return cat([(first * c) - (second * s), (first * s) + (second * c)], -1).to(x.dtype);
    }

    /// <summary>Scaled scores, minus infinity where a query does not see a key.</summary>
    /// <param name="q">Rotated queries, [B,T,H,K].</param>
    /// <param name="k">Rotated keys, [B,S,H,K].</param>
    /// <param name="mask">0 or minus infinity, [T,S].</param>
    /// <returns>[B,H,T,S], float32.</returns>
    public static Tensor Scores(Tensor q, Tensor k, Tensor mask)
    {
        using Scalar scale = (1 / Math.Sqrt(q.size(-1))).ToScalar();
        Tensor queries = q.transpose(1, 2) * scale; // [B, H, T, K]
        return matmul(queries, k.permute(0, 2, 3, 1)) + mask; // [B, H, T, S]
    }

    /// <summary>Each query's mixture of values.</summary>
    /// <param name="pattern">[B,H,T,S].</param>
    /// <param name="v">[B,S,H,K].</param>
    /// <returns>[B,T,H,K].</returns>
    public static Tensor Mix(Tensor pattern, Tensor v) => matmul(pattern.to(v.dtype), v.transpose(1, 2)).transpose(1, 2);

    /// <summary>
    /// From queries, keys and values to mixed values without scores and pattern in between. The one place that chooses a kernel.
    /// </summary>
    /// <param name="qkv">Queries, keys and values, before the rotary embedding, [B,T,3*H*K].</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="tables">Of the layout.</param>
    /// <param name="dropout">Share of the pattern that is dropped, 0 outside training.</param>
    /// <returns>[B,T,H*K].</returns>
    internal static Tensor Fused(Tensor qkv, int heads, LayoutTables tables, double dropout)
    {
        bool own = dropout == 0 && qkv.device_type == DeviceType.CPU;
        return own
            ? FusedAttention.Run(qkv.to(ScalarType.Float32), heads, tables.Cosine, tables.Sine, tables.Layout).to(qkv.dtype)
            : ScaledDotProduct(qkv, heads, tables, dropout);
    }

    /// <summary>The same by libtorch's kernel: on other devices, at long lengths, and where the pattern is dropped.</summary>
    internal static Tensor ScaledDotProduct(Tensor qkv, int heads, LayoutTables tables, double dropout)
    {
        (long rows, long length, long width) = (qkv.size(0), qkv.size(1), qkv.size(2));
        Tensor[] parts = qkv.view(rows, length, 3 * heads, width / (3 * heads)).split(heads, 2); // [B, T, H, K] each
        Tensor q = Rotate(parts[0], tables.Cosine, tables.Sine).transpose(1, 2); // [B, H, T, K]
        Tensor k = Rotate(parts[1], tables.Cosine, tables.Sine).transpose(1, 2); // [B, H, T, K]
        Tensor v = parts[2].transpose(1, 2); // [B, H, T, K]
        Tensor z = tables.Layout.IsCausal
            ? F.scaled_dot_product_attention(q, k, v, p: dropout, is_casual: true)
            : F.scaled_dot_product_attention(q, k, v, tables.Mask.to(q.dtype), dropout); // [B, H, T, K]
        return z.transpose(1, 2).reshape(rows, length, width / 3);
    }
}
