namespace Bindscope.Model;

/// <summary>The shape of a model: a GPT-2-like decoder with rotary positions and an unembedding of its own.</summary>
/// <param name="Layers">Number of blocks, at least 1.</param>
/// <param name="Heads">Attention heads of a block, at least 1.</param>
/// <param name="HeadWidth">Width of a head's query, key and value; even, because rotary positions turn pairs.</param>
/// <param name="Width">Width of the residual stream, at least 1. Need not equal heads times head width.</param>
/// <param name="MlpWidth">Width of the MLP's hidden layer, at least 1.</param>
/// <param name="Vocabulary">Number of tokens, at least 1.</param>
/// <param name="Positions">The largest number of positions that is accepted, at least 1. No weight depends on it.</param>
/// <param name="Biases">Which parts add a bias.</param>
/// <param name="RopeBase">Base of the rotary frequencies, above 1. 10,000 in the literature; 10 to 100 suits short inputs.</param>
/// <param name="Dropout">Share of activations that training drops, 0 up to but not including 1.</param>
/// <param name="Initialization">How the weights start.</param>
public sealed record ModelSpec(
    int Layers,
    int Heads,
    int HeadWidth,
    int Width,
    int MlpWidth,
    int Vocabulary,
    int Positions,
    Biases Biases,
    double RopeBase,
    double Dropout,
    Initialization Initialization)
{
    /// <summary>Number of trained weights.</summary>
    public long ParameterCount => ParameterTable.Of(this).Length;

    internal int AttentionWidth => Heads * HeadWidth;

    /// <summary>Every number that does not fit, one sentence each; empty where the spec can be built.</summary>
    /// <returns>The problems, in the order of the fields.</returns>
    public IReadOnlyList<string> Validated()
    {
        var problems = new List<string>();
        Positive("layers", Layers);
        Positive("heads", Heads);
        Positive("headWidth", HeadWidth);
        Positive("width", Width);
        Positive("mlpWidth", MlpWidth);
        Positive("vocabulary", Vocabulary);
        Positive("positions", Positions);
        Require(HeadWidth < 1 || HeadWidth % 2 == 0, $"headWidth must be even (rotary positions turn pairs), not {HeadWidth}");
        Require(Enum.IsDefined(Biases), $"biases must be None, LayerNorm or All, not {Biases}");
        Require(RopeBase > 1 && double.IsFinite(RopeBase), $"ropeBase must be above 1, not {RopeBase}");
        Require(Dropout is >= 0 and < 1, $"dropout must be 0 or above and below 1, not {Dropout}");
        problems.AddRange(Initialization.Problems(Biases));

        // In floating point, so that a count that is far too large does not wrap around to one that fits.
        double attention = 4.0 * Heads * HeadWidth;
        double weights = Width * ((2.0 * Vocabulary) + (Layers * (attention + (2.0 * MlpWidth))));
        Require(
            weights < int.MaxValue,
            $"the model would have about {weights:0.0E+0} weights, more than the {int.MaxValue:N0} that are supported");
        return problems;

        void Positive(string name, int value) => Require(value >= 1, $"{name} must be at least 1, not {value}");

        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }
}
