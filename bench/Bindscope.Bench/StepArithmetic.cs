using Bindscope.Model;
using static TorchSharp.torch;

namespace Bindscope.Bench;

/// <summary>The products that a training step consists of, counted and as plain calls of libtorch's matrix product.</summary>
internal sealed class StepArithmetic
{
    private readonly (Tensor X, Tensor Weight, Tensor Gradient)[] layers;

    /// <summary>The products of one step.</summary>
    /// <param name="model">The model's shape.</param>
    /// <param name="layout">Of a row's tokens.</param>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="places">Tokens whose prediction is supervised.</param>
    public StepArithmetic(ModelSpec model, SequenceLayout layout, int rows, int places)
    {
        int tokens = rows * layout.Length;
        int attention = model.Heads * model.HeadWidth;
        (int Rows, int Inputs, int Outputs)[] block =
        [
            (tokens, model.Width, 3 * attention), (tokens, attention, model.Width),
            (tokens, model.Width, model.MlpWidth), (tokens, model.MlpWidth, model.Width),
        ];
        Shapes = [.. Enumerable.Repeat(block, model.Layers).SelectMany(shapes => shapes), (places, model.Width, model.Vocabulary)];
        layers = [.. Shapes.Select(shape =>
            (randn(shape.Rows, shape.Inputs), randn(shape.Outputs, shape.Inputs), randn(shape.Rows, shape.Outputs)))];
        IEnumerable<int> all = Enumerable.Range(0, layout.Length);
        double visible = all.Sum(query => all.Count(key => layout.Sees(query, key)));
        LinearOperations = Shapes.Sum(shape => 6.0 * shape.Rows * shape.Inputs * shape.Outputs);
        AttentionOperations = 12.0 * rows * visible * attention * model.Layers;
    }

    /// <summary>Rows, inputs and outputs of every linear layer, in the order of a forward pass.</summary>
    public IReadOnlyList<(int Rows, int Inputs, int Outputs)> Shapes { get; }

    /// <summary>Multiplications and additions of the linear layers, forward and backward.</summary>
    public double LinearOperations { get; }

    /// <summary>The same of attention, visible cells alone; what is computed twice counts once.</summary>
    public double AttentionOperations { get; }

    /// <summary>Every linear layer's three products, and nothing else, by libtorch.</summary>
    public void PlainProducts()
    {
        using IDisposable quiet = no_grad();
        foreach ((Tensor x, Tensor weight, Tensor gradient) in layers)
        {
            using Tensor transposedWeight = weight.t();
            using Tensor transposedGradient = gradient.t();
            using Tensor output = x.matmul(transposedWeight);
            using Tensor inputGradient = gradient.matmul(weight);
            using Tensor weightGradient = transposedGradient.matmul(x);
        }
    }
}
