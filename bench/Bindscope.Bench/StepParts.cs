using Bindscope.Model;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Bindscope.Bench;

/// <summary>The parts of a training step's model, forward and backward, each by itself, to say where a step's time goes.</summary>
internal sealed class StepParts(ModelSpec spec, SequenceLayout layout, int rows, StepArithmetic arithmetic, LayoutTables tables)
{
    private readonly Tensor wide = randn([rows, layout.Length, spec.Width], requires_grad: true);
    private readonly Tensor hidden = randn([rows, layout.Length, spec.MlpWidth], requires_grad: true);
    private readonly Tensor qkv = randn([rows, layout.Length, 3 * spec.Heads * spec.HeadWidth], requires_grad: true);
    private readonly Tensor norm = ones(spec.Width, requires_grad: true);
    private readonly Tensor normBias = zeros(spec.Width, requires_grad: true);
    private readonly (Tensor X, Tensor Weight, Tensor? Bias)[] layers =
    [.. arithmetic.Shapes.Select((shape, i) => (
        randn([shape.Rows, shape.Inputs], requires_grad: true),
        randn([shape.Outputs, shape.Inputs], requires_grad: true),
        spec.Biases == Biases.All && i + 1 < arithmetic.Shapes.Count ? zeros(shape.Outputs, requires_grad: true) : null))];

    public void Linear()
    {
        foreach ((Tensor x, Tensor weight, Tensor? bias) in layers)
        {
            Differentiate(() => Model.Linear.Apply(x, weight, bias), bias is null ? [x, weight] : [x, weight, bias]);
        }
    }

    public void Attention() =>
        Repeat(spec.Layers, () => Differentiate(() => Model.Attention.Fused(qkv, spec.Heads, tables, spec.Dropout), [qkv]));

    public void LayerNorm() => Repeat(2 * spec.Layers + 1, () => Differentiate(
        () => F.layer_norm(wide, [spec.Width], norm, normBias, Transformer.NormEpsilon), [wide, norm, normBias]));

    public void Gelu() => Repeat(spec.Layers, () => Differentiate(() => F.gelu(hidden), [hidden]));

    private static void Repeat(int times, Action action)
    {
        for (int i = 0; i < times; i++)
        {
            action();
        }
    }

    private static void Differentiate(Func<Tensor> function, Tensor[] leaves)
    {
        using var scope = NewDisposeScope();
        Tensor output = function();
        autograd.grad([output], leaves, [output.detach()]);
    }
}
