using Bindscope.Model;
using Bindscope.Training.Batches;
using static TorchSharp.torch;

namespace Bindscope.Training.Loop;

/// <summary>Computes one step's gradient on several threads: each takes a part of the batch through the same parameters.</summary>
/// <remarks>The parts' gradients are added in the order of the parts, so the sum does not depend on which thread ends first.
/// Small products do not spread well over threads inside libtorch (1.3 times on two cores); whole parts do.</remarks>
internal sealed class GradientWorkers(Transformer model, int workers)
{
    private readonly Tensor[] leaves = [.. model.Parameters.Named.Select(named => named.Value)];

    /// <summary>Forward and backward of a step.</summary>
    /// <param name="build">Builds the part of the batch that a worker (0-based) takes.</param>
    /// <returns>The mean gradient [N], float32, and what the step measured; both the caller's to dispose.</returns>
    public (Tensor Gradient, StepTally Tally) Run(Func<int, Batch> build)
    {
        var gradients = new Tensor[workers];
        var tallies = new StepTally[workers];
        Parts.Run(workers, workers, worker => (gradients[worker], tallies[worker]) = Part(build(worker)), CancellationToken.None);
        var sum = gradients[0];
        for (var worker = 1; worker < workers; worker++)
        {
            sum.add_(gradients[worker]);
            gradients[worker].Dispose();
        }

        var all = StepTally.Sum(tallies);
        sum.div_(all.Programs);
        return (sum, all);
    }

    private (Tensor Gradient, StepTally Tally) Part(Batch batch)
    {
        using var scope = NewDisposeScope();
        var device = model.Parameters.Flat.device;
        var programs = batch.Programs;
        var tokens = tensor(batch.Tokens, programs, batch.Layout.Length, device: device); // [B, T]
        var places = tensor(batch.Places, device: device); // [P]
        var targets = tensor(batch.Targets, device: device); // [P]
        var weights = tensor(batch.Weights, device: device); // [P]
        var residual = model.Residual(tokens, batch.Layout, new ForwardOptions(Training: true)); // [B, T, D]
        var logits = model.Unembed(residual.flatten(0, 1).index_select(0, places)); // [P, V]
        var loss = nn.functional.cross_entropy(logits, targets, reduction: nn.Reduction.None).mul(weights).sum();
        var gradients = autograd.grad([loss], leaves);
        var flat = cat([.. gradients.Select(gradient => gradient.reshape(-1))]); // [N], as float32 where some are bfloat16
        using var quiet = no_grad();
        var correct = logits.narrow(0, 0, batch.Answers).argmax(-1).eq(targets.narrow(0, 0, batch.Answers)).sum();
        var tally = new StepTally(loss.detach().DetachFromDisposeScope(), correct.DetachFromDisposeScope(), batch.Answers, programs);
        return (flat.DetachFromDisposeScope(), tally);
    }
}
