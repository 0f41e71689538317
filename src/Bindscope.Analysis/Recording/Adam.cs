using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Analysis.Recording;

/// <summary>Adam (D. Kingma and J. Ba, ICLR 2015) with its usual constants, for the few tensors that an analysis trains.</summary>
/// <remarks>Its tensors belong to the dispose scope that it is made in.</remarks>
internal sealed class Adam
{
    private const double MeanDecay = 0.9;
    private const double SquareDecay = 0.999;

    private readonly Tensor[] parameters;
    private readonly Tensor[] means;
    private readonly Tensor[] squares;
    private int step;

    internal Adam(params Tensor[] parameters)
    {
        this.parameters = parameters;
        means = [.. parameters.Select(parameter => zeros_like(parameter).detach())];
        squares = [.. parameters.Select(parameter => zeros_like(parameter).detach())];
    }

    /// <summary>Changes the parameters in place.</summary>
    /// <param name="loss">What is to fall.</param>
    /// <param name="rate">The learning rate.</param>
    internal void Step(Tensor loss, double rate)
    {
        using DisposeScope scope = NewDisposeScope();
        IList<Tensor> gradients = autograd.grad([loss], parameters);
        using IDisposable quiet = no_grad();
        step++;
        for (int i = 0; i < parameters.Length; i++)
        {
            means[i].mul_(MeanDecay).add_(gradients[i] * (1 - MeanDecay));
            squares[i].mul_(SquareDecay).add_(gradients[i].square() * (1 - SquareDecay));
            Tensor deviation = (squares[i] / (1 - Math.Pow(SquareDecay, step))).sqrt() + 1e-8;
            parameters[i].sub_(means[i] / (1 - Math.Pow(MeanDecay, step)) / deviation * rate);
        }
    }
}
