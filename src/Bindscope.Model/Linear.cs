using Bindscope.Numerics;

namespace Bindscope.Model;

/// <summary>A linear layer, y = x W^T + b, over the weights as they lie in <see cref="Parameters"/> and packed copies of them.</summary>
internal sealed unsafe class Linear
{
    private readonly Parameters parameters;
    private readonly nint weight;
    private readonly nint bias;
    private PackedMatrix? transposed;

    /// <summary>Finds the layer's weights.</summary>
    /// <param name="parameters">The model's.</param>
    /// <param name="name">The layer's name, without <c>.weight</c>.</param>
    internal Linear(Parameters parameters, string name)
    {
        this.parameters = parameters;
        weight = parameters.Start(name + ".weight");
        bias = parameters.Start(name + ".bias");
        int[] shape = parameters.Entry(name + ".weight").IntShape();
        (Outputs, Inputs) = (shape[0], shape[1]);
        Packed = new PackedMatrix(Inputs, Outputs);
    }

    internal int Inputs { get; }

    internal int Outputs { get; }

    /// <summary>W^T and b, for <see cref="Forward"/>.</summary>
    internal PackedMatrix Packed { get; }

    /// <summary>W, for the gradient; packed on first use of gradients.</summary>
    internal PackedMatrix Transposed => transposed!;

    /// <summary>[outputs], or null where the layer has no bias.</summary>
    internal float* Bias => bias < 0 ? null : Flat + bias;

    private float* Flat => parameters.First;

    /// <summary>Takes over the present weights.</summary>
    internal void Pack() => Packed.PackTransposed(Flat + weight, Bias);

    /// <summary>Takes over the present weights for gradients.</summary>
    internal void PackForGradients() => (transposed ??= new PackedMatrix(Outputs, Inputs)).Pack(Flat + weight);

    /// <summary>y = x W^T + b.</summary>
    internal void Forward(Tensor x, int rows, Tensor y) => Packed.Run(x.Pointer, Inputs, rows, y.Pointer, Outputs);

    /// <summary>dx = dy W; dW += dy^T x; db += the sum of dy's rows.</summary>
    /// <param name="x">[rows, inputs], of the forward pass.</param>
    /// <param name="dy">[rows, outputs].</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="dx">[rows, inputs]; overwritten.</param>
    /// <param name="weights">Gradient of all the model's weights, [N]; added to. Null where it is not wanted.</param>
    internal void Backward(Tensor x, Tensor dy, int rows, Tensor dx, float* weights)
    {
        if (weights is not null)
        {
            TransposedProduct.Add(dy.Pointer, Outputs, x.Pointer, Inputs, rows, weights + weight);
            if (bias >= 0)
            {
                Rows.AddColumnSums(dy.Pointer, rows, Outputs, weights + bias);
            }
        }

        Transposed.Run(dy.Pointer, Outputs, rows, dx.Pointer, Inputs);
    }
}

/// <summary>Which parts of the model add a bias. The unembedding never does.</summary>
public enum Biases
{
    /// <summary>None: LayerNorm only scales, linear layers only multiply.</summary>
    None,

    /// <summary>LayerNorms add a bias, linear layers do not.</summary>
    LayerNorm,

    /// <summary>LayerNorms and the linear layers of attention and MLP add a bias.</summary>
    All,
}

/// <summary>Where one weight matrix of a block lies in the flat parameters.</summary>
/// <param name="Start">Its first element.</param>
/// <param name="Rows">Outputs.</param>
/// <param name="Columns">Inputs.</param>
public readonly record struct WeightMatrix(int Start, int Rows, int Columns)
{
    /// <summary>Elements.</summary>
    public int Count => Rows * Columns;
}
