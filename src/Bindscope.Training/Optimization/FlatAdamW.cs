using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Runs.Presets;

namespace Bindscope.Training.Optimization;

/// <summary>AdamW (Loshchilov and Hutter 2019) over all weights at once, in one pass over memory however many tensors there are.</summary>
/// <remarks>The arithmetic is PyTorch's: decay, then moments, then a bias-corrected update. Every parameter decays, norms included,
/// as PyTorch's default does. Where the spec says so, Muon updates the blocks' weight matrices instead.</remarks>
internal sealed class FlatAdamW
{
    private readonly Parameters parameters;
    private readonly OptimizerSpec spec;
    private readonly (WeightMatrix Matrix, Muon Muon)[] matrices;
    private readonly int averageFrom;

    /// <summary>An optimizer before its first step.</summary>
    /// <param name="parameters">The model's weights; updated in place.</param>
    /// <param name="spec">The constants.</param>
    /// <param name="averageFrom">Updates after which the mean of the parameters is kept; none by default.</param>
    public FlatAdamW(Parameters parameters, OptimizerSpec spec, int averageFrom = int.MaxValue)
    {
        this.parameters = parameters;
        this.spec = spec;
        this.averageFrom = averageFrom;
        var length = parameters.Flat.Length;
        (Mean, Square, Average) = (new Tensor(length), new Tensor(length), averageFrom == int.MaxValue ? null : new Tensor(length));
        var shapes = new Dictionary<(int, int), Muon>();
        matrices = spec.Kind == OptimizerKind.Muon ? [.. parameters.Matrices.Select(matrix => (matrix, Of(matrix.Rows, matrix.Columns)))] : [];

        Muon Of(int rows, int columns) =>
            shapes.TryGetValue((rows, columns), out var known) ? known : shapes[(rows, columns)] = new Muon(rows, columns);
    }

    /// <summary>Mean of the parameters since averaging began [N]; null where nothing is averaged.</summary>
    public Tensor? Average { get; }

    /// <summary>Running mean of the gradient [N].</summary>
    public Tensor Mean { get; }

    /// <summary>Running mean of the squared gradient [N].</summary>
    public Tensor Square { get; }

    /// <summary>What a checkpoint keeps beside the weights, and reads back into these tensors.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Moments =>
        [("mean", Mean), ("square", Square), .. Average is { } average ? new[] { ("average", average) } : []];

    /// <summary>Scales the gradient in place so that its norm is at most the spec's; does nothing where the spec has no limit.</summary>
    public unsafe void Clip(Tensor gradient)
    {
        if (spec.ClipNorm <= 0)
        {
            return;
        }

        var squares = 0.0;
        foreach (var value in gradient.Values)
        {
            squares += (double)value * value;
        }

        var factor = spec.ClipNorm / (Math.Sqrt(squares) + 1e-6);
        if (factor < 1)
        {
            Rows.Scale(gradient.Pointer, (float)factor, gradient.Pointer, gradient.Length);
        }
    }

    /// <summary>One update.</summary>
    /// <param name="gradient">The loss's gradient [N].</param>
    /// <param name="rate">The learning rate of this update.</param>
    /// <param name="step">Updates made before this one.</param>
    /// <param name="matrixRate">The learning rate of the matrices that Muon updates.</param>
    public void Step(Tensor gradient, double rate, int step, double matrixRate = 0)
    {
        var adam = new AdamW(rate, spec.Beta1, spec.Beta2, spec.Epsilon, spec.WeightDecay, step + 1);
        var weights = parameters.Writable();
        var given = gradient.Values;
        var mean = Mean.Values;
        var square = Square.Values;
        var from = 0;
        foreach (var (matrix, muon) in matrices)
        {
            adam.Step(weights[from..matrix.Start], given[from..matrix.Start], mean[from..matrix.Start], square[from..matrix.Start]);
            var part = matrix.Start..(matrix.Start + matrix.Count);
            muon.Step(weights[part], given[part], mean[part], matrixRate, spec.Muon!.Momentum, spec.Muon.Iterations);
            from = part.End.Value;
        }

        adam.Step(weights[from..], given[from..], mean[from..], square[from..]);
        if (Average is not null && step >= averageFrom)
        {
            var share = 1f / (step - averageFrom + 1);
            var average = Average.Values;
            for (var i = 0; i < average.Length; i++)
            {
                average[i] += (weights[i] - average[i]) * share;
            }
        }
    }

    /// <summary>Puts the mean into the parameters' place, where there is one.</summary>
    public void TakeAverage()
    {
        if (Average is not null)
        {
            parameters.WriteAll(Average.Values);
        }
    }
}
