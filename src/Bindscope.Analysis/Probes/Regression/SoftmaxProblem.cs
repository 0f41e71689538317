using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Analysis.Probes.Regression;

/// <summary>
/// Samples and labels as the solver wants them, with the functions of the weights that it needs. Weights are [F+1, G*K]: the last row are
/// the intercepts, and the features have a last column of ones for them. All in double precision.
/// </summary>
internal sealed class SoftmaxProblem : IDisposable
{
    private readonly Tensor features; // [N, F+1]
    private readonly Tensor labels; // [N, G, K], one-hot

    internal SoftmaxProblem(Features features, ClassLabels labels)
    {
        (Width, Classes, Groups, Samples) = (features.Width, labels.Classes, labels.Groups, features.Samples);
        using DisposeScope scope = NewDisposeScope();
        Tensor plain = tensor(features.Values, [Samples, Width]); // [N, F]
        this.features = cat([plain, ones(Samples, 1, dtype: ScalarType.Float64)], 1).DetachFromDisposeScope(); // [N, F+1]
        Tensor classes = tensor(labels.Values, [Samples, Groups], dtype: ScalarType.Int64); // [N, G]
        this.labels = nn.functional.one_hot(classes, Classes).to(ScalarType.Float64).DetachFromDisposeScope(); // [N, G, K]
        NullWeights = zeros(Width + 1, Groups * Classes, dtype: ScalarType.Float64).DetachFromDisposeScope(); // [F+1, G*K]
        NullWeights[Width].copy_(this.labels.mean([0]).clamp_min(1e-12).log().flatten()); // [G*K]
        NullCost = Cost(Scores(NullWeights));
        Tensor moments = this.features.t().matmul(this.features) / Samples; // [F+1, F+1]
        LargestCurvature = linalg.eigvalsh(moments).max().item<double>() / 2;
    }

    internal int Width { get; }

    internal int Classes { get; }

    internal int Groups { get; }

    internal int Samples { get; }

    /// <summary>The best weights of a fit with intercepts alone; the problem's own.</summary>
    internal Tensor NullWeights { get; }

    /// <summary>What they cost: the entropy of the labels, in nats.</summary>
    internal double NullCost { get; }

    /// <summary>No second derivative of the mean cross-entropy is larger: half the features' largest moment (Böhning, 1992).</summary>
    internal double LargestCurvature { get; }

    /// <summary>The smallest L1 penalty that removes every feature.</summary>
    internal double LargestPenalty()
    {
        using DisposeScope scope = NewDisposeScope();
        return Gradient(Residual(Scores(NullWeights))).narrow(0, 0, Width).abs().max().item<double>();
    }

    /// <summary>Scores of weights [N, G, K].</summary>
    internal Tensor Scores(Tensor weights) => features.matmul(weights).view(Samples, Groups, Classes);

    /// <summary>Mean cross-entropy of scores, summed over groups, in nats.</summary>
    internal double Cost(Tensor scores)
    {
        using DisposeScope scope = NewDisposeScope();
        return (scores.logsumexp(-1).sum() - (scores * labels).sum()).item<double>() / Samples;
    }

    /// <summary>Probabilities minus labels, [N, G, K].</summary>
    internal Tensor Residual(Tensor scores) => scores.softmax(-1).sub_(labels);

    /// <summary>Gradient of the mean cross-entropy, [F+1, G*K].</summary>
    internal Tensor Gradient(Tensor residual) => features.t().matmul(residual.view(Samples, Groups * Classes)).div_(Samples);

    /// <summary>Mean entropy of residual plus labels, summed over groups: the value of the dual at that residual, before penalties.</summary>
    internal double Entropy(Tensor residual)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor probabilities = (residual + labels).clamp_min(0); // [N, G, K]
        return -probabilities.xlogy(probabilities).sum().item<double>() / Samples;
    }

    /// <summary>All numbers of a double tensor.</summary>
    internal static double[] Numbers(Tensor value)
    {
        using Tensor plain = value.contiguous();
        return MemoryMarshal.Cast<byte, double>(plain.bytes).ToArray();
    }

    public void Dispose()
    {
        features.Dispose();
        labels.Dispose();
        NullWeights.Dispose();
    }
}
