using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Bindscope.Torch;

/// <summary>The forward pass of docs/model.md as operations that libtorch differentiates. B rows, T tokens, H heads, K head width, D width.</summary>
internal sealed class Network : IDisposable
{
    private const double NormEpsilon = 1e-5;

    private readonly ModelSpec spec;
    private readonly Device device;
    private readonly Dictionary<SequenceLayout, LayoutTables> layouts = [];

    /// <summary>A model whose weights are still to be taken over.</summary>
    /// <param name="spec">Its shape.</param>
    /// <param name="mixed">Whether the blocks' linear layers multiply in bfloat16.</param>
    /// <param name="device">Where it computes.</param>
    internal Network(ModelSpec spec, bool mixed, Device device)
    {
        (this.spec, this.device) = (spec, device);
        Weights = new Weights(spec, mixed, device);
    }

    /// <summary>The weights.</summary>
    internal Weights Weights { get; }

    /// <summary>From tokens to the residual stream after the last LayerNorm, with the spec's dropout, drawn by libtorch's own generator.</summary>
    /// <param name="tokens">[B,T] int64, on the device.</param>
    /// <param name="layout">How the T tokens see each other.</param>
    /// <returns>[B,T,D].</returns>
    internal Tensor Residual(Tensor tokens, SequenceLayout layout)
    {
        if (!layouts.TryGetValue(layout, out LayoutTables? tables))
        {
            layouts[layout] = tables = LayoutTables.Of(layout, spec.HeadWidth, spec.RopeBase, device);
        }

        Tensor embedded = Weights["embedding.weight"]!.index_select(0, tokens.flatten()); // [B*T, D]
        Tensor residual = Drop(embedded.view(tokens.size(0), tokens.size(1), spec.Width)); // [B, T, D]
        for (int layer = 1; layer <= spec.Layers; layer++)
        {
            string block = $"layers.{layer}.";
            Tensor qkv = Linear(Norm(residual, block + "attention_norm"), block + "attention.qkv"); // [B, T, 3*H*K]
            residual += Drop(Linear(Attention(qkv, tables), block + "attention.output")); // [B, T, D]
            Tensor hidden = F.gelu(Linear(Norm(residual, block + "mlp_norm"), block + "mlp.input")); // [B, T, M]
            residual += Drop(Linear(hidden, block + "mlp.output")); // [B, T, D]
        }

        return Norm(residual, "final_norm");
    }

    /// <summary>From the residual stream after the last LayerNorm to logits.</summary>
    /// <param name="residual">[...,D].</param>
    /// <returns>[...,V].</returns>
    internal Tensor Unembed(Tensor residual) => F.linear(residual, Weights["unembedding.weight"]!);

    /// <summary>Frees weights and tables.</summary>
    public void Dispose()
    {
        Weights.Dispose();
        foreach (LayoutTables tables in layouts.Values)
        {
            tables.Dispose();
        }
    }

    /// <summary>Mixed values, head by head, [B,T,H*K], by the kernel that libtorch has for the device.</summary>
    private Tensor Attention(Tensor qkv, LayoutTables tables)
    {
        (long rows, long length) = (qkv.size(0), qkv.size(1));
        Tensor[] parts = qkv.view(rows, length, 3 * spec.Heads, spec.HeadWidth).split(spec.Heads, 2); // [B, T, H, K] each
        Tensor q = Rotate(parts[0], tables).transpose(1, 2); // [B, H, T, K]
        Tensor k = Rotate(parts[1], tables).transpose(1, 2); // [B, H, T, K]
        Tensor v = parts[2].transpose(1, 2); // [B, H, T, K]
        Tensor z = tables.IsCausal
            ? F.scaled_dot_product_attention(q, k, v, p: spec.Dropout, is_casual: true)
            : F.scaled_dot_product_attention(q, k, v, tables.Mask.to(q.dtype), spec.Dropout); // [B, H, T, K]
        return z.transpose(1, 2).reshape(rows, length, spec.Heads * spec.HeadWidth);
    }

    /// <summary>Turns each pair (x[i], x[i + K/2]) of every head by its position's angle, in float32.</summary>
    private static Tensor Rotate(Tensor x, LayoutTables tables)
    {
        Tensor[] halves = x.chunk(2, -1);
        (Tensor first, Tensor second) = (halves[0], halves[1]);
        (Tensor cosine, Tensor sine) = (tables.Cosine.unsqueeze(1), tables.Sine.unsqueeze(1)); // [T, 1, K/2]
        return cat([(first * cosine) - (second * sine), (first * sine) + (second * cosine)], -1).to(x.dtype);
    }

    private Tensor Norm(Tensor x, string name) =>
        F.layer_norm(x, [spec.Width], Weights[name + ".weight"]!, Weights[name + ".bias"], NormEpsilon);

    /// <summary>x W^T + b in the weight's precision.</summary>
    private Tensor Linear(Tensor x, string name)
    {
        Tensor weight = Weights[name + ".weight"]!;
        return F.linear(x.to(weight.dtype), weight, Weights[name + ".bias"]);
    }

    private Tensor Drop(Tensor x) => spec.Dropout > 0 ? F.dropout(x, spec.Dropout) : x;
}
