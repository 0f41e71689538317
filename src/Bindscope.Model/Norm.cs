using Bindscope.Numerics;

namespace Bindscope.Model;

/// <summary>A LayerNorm over its weights as they lie in <see cref="Parameters"/>.</summary>
internal sealed unsafe class Norm
{
    private readonly Parameters parameters;
    private readonly int width;
    private readonly nint weight;
    private readonly nint bias;

    /// <summary>Finds the norm's weights.</summary>
    internal Norm(Parameters parameters, string name)
    {
        this.parameters = parameters;
        weight = parameters.Start(name + ".weight");
        bias = parameters.Start(name + ".bias");
        width = (int)parameters.Entry(name + ".weight").Count;
    }

    /// <summary>[width].</summary>
    internal float* Weight => parameters.First + weight;

    /// <summary>[width], or null where the norm has none.</summary>
    internal float* Bias => bias < 0 ? null : parameters.First + bias;

    /// <summary>Normalizes rows.</summary>
    /// <param name="x">[rows, width].</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="y">[rows, width].</param>
    /// <param name="statistics">[rows, 2], for <see cref="Backward"/>; null for none.</param>
    internal void Forward(Tensor x, int rows, Tensor y, Tensor? statistics) =>
        LayerNorm.Forward(x.Pointer, width, rows, width, Weight, Bias, y.Pointer, width, statistics is null ? null : statistics.Pointer);

    /// <summary>dx = what flows through the norm + other; the gradients of weight and bias are added to.</summary>
    /// <param name="x">[rows, width], of the forward pass.</param>
    /// <param name="statistics">[rows, 2], of the forward pass.</param>
    /// <param name="dy">[rows, width].</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="other">[rows, width], or null.</param>
    /// <param name="dx">[rows, width]; overwritten. May be other or dy.</param>
    /// <param name="weights">Gradient of all the model's weights, [N]; null where it is not wanted.</param>
    internal void Backward(Tensor x, Tensor statistics, Tensor dy, int rows, Tensor? other, Tensor dx, float* weights) => LayerNorm.Backward(
        x.Pointer, statistics.Pointer, rows, width, Weight, dy.Pointer, other is null ? null : other.Pointer, dx.Pointer,
        weights is null ? null : weights + weight, weights is null || bias < 0 ? null : weights + bias);
}
