using Bindscope.Analysis.Recording;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Tokens;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Bindscope.Analysis.LogitLens.Tuned;

/// <summary>One layer's affine map, trained so that what follows it says what the last layer says.</summary>
internal sealed class AffineLens
{
    private const double Rate = 0.01;
    private const double Still = 0.02;

    private readonly Transformer model;
    private readonly Tensor turn; // [D, D]
    private readonly Tensor shift; // [D]

    private AffineLens(Transformer model)
    {
        this.model = model;
        int width = model.Spec.Width;
        (turn, shift) = (new Tensor(width, width), new Tensor(width));
        for (int i = 0; i < width; i++)
        {
            turn.Row(i)[i] = 1;
        }
    }

    /// <summary>Trains on all vectors at once.</summary>
    /// <param name="model">Gives the final LayerNorm and the unembedding; stays as it is.</param>
    /// <param name="layer">For the report.</param>
    /// <param name="vectors">What enters the layer, [N,D].</param>
    /// <param name="wanted">The model's own logarithms of probabilities, [N,10].</param>
    /// <param name="spec">Steps and penalty.</param>
    /// <param name="cancellation">Stops between steps.</param>
    internal static (AffineLens Lens, TunedLensFit Fit) Train(
        Transformer model, int layer, Tensor vectors, Tensor wanted, TunedLensSpec spec, CancellationToken cancellation)
    {
        var lens = new AffineLens(model);
        int width = model.Spec.Width;
        (float[] turn, float[] shift) = (lens.turn.Values.ToArray(), new float[width]);
        (float[] turnSlope, float[] shiftSlope) = (new float[turn.Length], new float[width]);
        var adam = new Adam(turn, shift);
        var losses = new double[spec.Steps];
        for (int step = 0; step < spec.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            losses[step] = lens.Slope(vectors, wanted, turnSlope, shiftSlope);
            for (int i = 0; i < turn.Length; i++)
            {
                turnSlope[i] += (float)(2 * spec.Penalty) * (turn[i] - (i % (width + 1) == 0 ? 1 : 0));
            }

            adam.Step(Rate * (1 - ((double)step / spec.Steps)), turnSlope, shiftSlope);
            turn.CopyTo(lens.turn.Values);
            shift.CopyTo(lens.shift.Values);
        }

        int tenth = Math.Max(1, spec.Steps / 10);
        bool converged = losses[^tenth] - losses[^1] <= Still * losses[0];
        return (lens, new TunedLensFit(layer, losses[0], losses[^1], converged));
    }

    /// <summary>Vectors after the map, [N,D].</summary>
    internal Tensor Mapped(Tensor vectors)
    {
        Tensor mapped = MatrixProducts.NT(vectors, turn);
        for (int row = 0; row < mapped.Rows; row++)
        {
            TensorPrimitives.Add<float>(mapped.Row(row), shift.Values, mapped.Row(row));
        }

        return mapped;
    }

    /// <summary>The digits' probabilities, given that a digit is said, as logarithms: [N,10].</summary>
    internal static Tensor LogProbabilities(Transformer model, Tensor vectors)
    {
        Tensor logits = model.Unembed(model.FinalNorm(vectors)); // [N, V]
        var digits = new Tensor(logits.Rows, Tokenizer.DigitCount);
        for (int row = 0; row < logits.Rows; row++)
        {
            CrossEntropy.LogSoftmax(logits.Row(row)[..Tokenizer.DigitCount], digits.Row(row));
        }

        return digits;
    }

    /// <summary>Kullback-Leibler divergence of the lens from what the model says, [N] nats.</summary>
    internal static double[] Divergence(Tensor lens, Tensor wanted)
    {
        var divergences = new double[lens.Rows];
        for (int row = 0; row < divergences.Length; row++)
        {
            for (int digit = 0; digit < Tokenizer.DigitCount; digit++)
            {
                (float says, float own) = (lens.Row(row)[digit], wanted.Row(row)[digit]);
                divergences[row] += Math.Exp(own) * (own - says);
            }
        }

        return divergences;
    }

    /// <summary>The mean divergence, and its gradient for the map.</summary>
    internal double Slope(Tensor vectors, Tensor wanted, Span<float> turnSlope, Span<float> shiftSlope)
    {
        Tensor mapped = Mapped(vectors); // [N, D]
        Tensor says = LogProbabilities(model, mapped); // [N, 10]
        var logits = new Tensor(mapped.Rows, model.Spec.Vocabulary); // gradient, [N, V]
        for (int row = 0; row < mapped.Rows; row++)
        {
            for (int digit = 0; digit < Tokenizer.DigitCount; digit++)
            {
                logits.Row(row)[digit] = (MathF.Exp(says.Row(row)[digit]) - MathF.Exp(wanted.Row(row)[digit])) / mapped.Rows;
            }
        }

        Tensor slope = model.FinalNormBackward(mapped, model.UnembedBackward(logits)); // [N, D]
        MatrixProducts.TN(slope, vectors).Values.CopyTo(turnSlope); // [D, D]
        shiftSlope.Clear();
        for (int row = 0; row < slope.Rows; row++)
        {
            TensorPrimitives.Add(shiftSlope, slope.Row(row), shiftSlope);
        }

        return Divergence(says, wanted).Average();
    }
}
