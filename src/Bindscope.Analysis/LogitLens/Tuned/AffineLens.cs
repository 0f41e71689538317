using Bindscope.Analysis.Recording;
using Bindscope.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Analysis.LogitLens.Tuned;

/// <summary>Trains one layer's affine map so that what follows it says what the last layer says.</summary>
internal static class AffineLens
{
    private const double Rate = 0.01;
    private const double Still = 0.02;

    /// <summary>Trains on all vectors at once.</summary>
    /// <param name="model">Gives the final LayerNorm and the unembedding; stays as it is.</param>
    /// <param name="layer">For the report.</param>
    /// <param name="vectors">What enters the layer, [N,D].</param>
    /// <param name="wanted">The model's own logarithms of probabilities, [N,10].</param>
    /// <param name="spec">Steps and penalty.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <returns>The map, [D,D] and [D], the caller's scope's; and how the training went.</returns>
    internal static (Tensor Turn, Tensor Shift, TunedLensFit Fit) Train(
        Transformer model, int layer, Tensor vectors, Tensor wanted, TunedLensSpec spec, CancellationToken cancellation)
    {
        int width = model.Spec.Width;
        Tensor turn = eye(width, device: model.Device).requires_grad_(); // [D, D]
        Tensor shift = zeros(width, device: model.Device).requires_grad_(); // [D]
        Tensor identity = eye(width, device: model.Device); // [D, D]
        var adam = new Adam(turn, shift);
        var losses = new double[spec.Steps];
        for (int step = 0; step < spec.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            Tensor loss = Divergence(LogProbabilities(model, Mapped(vectors, turn, shift)), wanted).mean();
            losses[step] = loss.item<float>();
            adam.Step(loss + ((turn - identity).square().sum() * spec.Penalty), Rate * (1 - ((double)step / spec.Steps)));
        }

        int tenth = Math.Max(1, spec.Steps / 10);
        bool converged = losses[^tenth] - losses[^1] <= Still * losses[0];
        return (turn.detach(), shift.detach(), new TunedLensFit(layer, losses[0], losses[^1], converged));
    }

    /// <summary>Vectors after the map, [N,D].</summary>
    internal static Tensor Mapped(Tensor vectors, Tensor turn, Tensor shift) => matmul(vectors, turn.t()) + shift;

    /// <summary>The digits' probabilities, given that a digit is said, as logarithms: [N,10].</summary>
    internal static Tensor LogProbabilities(Transformer model, Tensor vectors) =>
        model.Unembed(model.FinalNorm(vectors)).narrow(-1, 0, Programs.Tokens.Tokenizer.DigitCount).log_softmax(-1);

    /// <summary>Kullback-Leibler divergence of the lens from what the model says, [N] nats.</summary>
    internal static Tensor Divergence(Tensor lens, Tensor wanted) => (wanted.exp() * (wanted - lens)).sum(-1);
}
