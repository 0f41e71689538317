using Bindscope.Model;
using Bindscope.Model.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Bindscope.Bench;

/// <summary>Attention with rotary embedding, forward and backward, against libtorch's, one thread.</summary>
internal sealed class AttentionBenchmark(string shape, int batch, int heads, int width, SequenceLayout layout) : IBenchmark
{
    public static IBenchmark Quick { get; } = new AttentionBenchmark("quick", 32, 4, 16, new SequenceLayout(24, 6, 3));

    public static IBenchmark Small { get; } = new AttentionBenchmark("small", 32, 4, 16, new SequenceLayout(64, 6, 3));

    public static IBenchmark Paper { get; } = new AttentionBenchmark("paper", 16, 8, 64, new SequenceLayout(67));

    public string Name => $"attention.{shape}";

    public IEnumerable<Measurement> Run()
    {
        using var scope = NewDisposeScope();
        using Tensor qkv = randn([batch, layout.Length, 3 * heads * width], requires_grad: true);
        using Tensor given = randn(batch, layout.Length, heads * width);
        using var tables = LayoutTables.Of(layout, width, 100, CPU);
        double[] seconds = Turns.Medians(Clock.Thread, 40, 2, () => Differentiate(Libtorch), () => Differentiate(Fused));
        yield return Measurement.Of(Name, seconds[0] / seconds[1], "times libtorch's");
        yield return Measurement.Of($"{Name}.time", 1e3 * seconds[1], "ms");

        Tensor Fused() => FusedAttention.Run(qkv, heads, tables.Cosine, tables.Sine, layout);

        Tensor Libtorch()
        {
            Tensor[] parts = qkv.view(batch, layout.Length, 3 * heads, width).split(heads, 2);
            Tensor q = Attention.Rotate(parts[0], tables.Cosine, tables.Sine).transpose(1, 2);
            Tensor k = Attention.Rotate(parts[1], tables.Cosine, tables.Sine).transpose(1, 2);
            Tensor v = parts[2].transpose(1, 2);
            Tensor z = layout.IsCausal
                ? F.scaled_dot_product_attention(q, k, v, is_casual: true)
                : F.scaled_dot_product_attention(q, k, v, tables.Mask);
            return z.transpose(1, 2).reshape(batch, layout.Length, heads * width);
        }

        void Differentiate(Func<Tensor> attention)
        {
            using var inner = NewDisposeScope();
            autograd.grad([attention()], [qkv], [given]);
        }
    }
}
