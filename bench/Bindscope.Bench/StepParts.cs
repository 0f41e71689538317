using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Bench;

/// <summary>The parts of a training step's model, forward and backward, each by itself in pieces of the size that a step takes, to say
/// where its time goes.</summary>
internal sealed unsafe class StepParts
{
    private readonly Transformer model;
    private readonly ModelSpec spec;
    private readonly LayoutTables tables;
    private readonly int rows;
    private readonly int pieces;
    private readonly int tokens;
    private readonly Tensor narrow;
    private readonly Tensor other;
    private readonly Tensor qkv;
    private readonly Tensor dQkv;
    private readonly Tensor hidden;
    private readonly Tensor slope;
    private readonly Tensor derivative;
    private readonly Tensor statistics;
    private readonly Tensor normStatistics;
    private readonly Tensor gradient;

    public StepParts(Transformer model, SequenceLayout layout, int rows)
    {
        this.model = model;
        spec = model.Spec;
        tables = model.TablesOf(layout);
        this.rows = Math.Max(1, 268 / layout.Length);
        pieces = rows / this.rows;
        tokens = this.rows * layout.Length;
        int attention = spec.Heads * spec.HeadWidth;
        int width = Math.Max(spec.Width, attention);
        (narrow, other) = (Numbers(tokens * width), Numbers(tokens * width));
        (qkv, dQkv) = (Numbers(tokens * 3 * attention), Numbers(tokens * 3 * attention));
        (hidden, slope) = (Numbers(tokens * spec.MlpWidth), Numbers(tokens * spec.MlpWidth));
        derivative = new Tensor(tokens * spec.MlpWidth);
        statistics = new Tensor(this.rows * spec.Heads * tables.Plan.StatisticsFloats);
        normStatistics = new Tensor(tokens, 2);
        gradient = new Tensor(model.Parameters.Flat.Length);
        model.PackForGradients();
    }

    public void Linear() => EachLayer(block =>
    {
        Both(block.Qkv, narrow, qkv);
        Both(block.AttentionOutput, narrow, other);
        Both(block.MlpInput, narrow, hidden);
        Both(block.MlpOutput, hidden, narrow);
    });

    public void Attention() => EachLayer(_ =>
    {
        FusedAttention.Forward(
            tables.Plan, rows, qkv.Pointer, tables.Cosine.Pointer, tables.Sine.Pointer, other.Pointer, statistics.Pointer);
        FusedAttention.Backward(
            tables.Plan, rows, qkv.Pointer, tables.Cosine.Pointer, tables.Sine.Pointer, statistics.Pointer, narrow.Pointer, dQkv.Pointer);
    });

    public void LayerNorm() => EachLayer(block =>
    {
        foreach (Norm norm in new[] { block.AttentionNorm, block.MlpNorm })
        {
            norm.Forward(narrow, tokens, other, normStatistics);
            norm.Backward(narrow, normStatistics, other, tokens, null, other, gradient.Pointer);
        }
    });

    public void Gelu() => EachLayer(_ =>
    {
        Numerics.Gelu.Run(slope.Pointer, tokens * spec.MlpWidth, hidden.Pointer, derivative.Pointer);
        Rows.Multiply(hidden.Pointer, derivative.Pointer, hidden.Pointer, tokens * spec.MlpWidth);
    });

    private void Both(Linear linear, Tensor x, Tensor y)
    {
        linear.Forward(x, tokens, y);
        linear.Backward(x, y, tokens, linear.Inputs == spec.MlpWidth ? derivative : dQkv, gradient.Pointer);
    }

    private void EachLayer(Action<Block> act)
    {
        for (int piece = 0; piece < pieces; piece++)
        {
            foreach (Block block in model.Blocks)
            {
                act(block);
            }
        }
    }

    private static Tensor Numbers(int count)
    {
        var numbers = new Tensor(count);
        for (int i = 0; i < count; i++)
        {
            numbers.Values[i] = 0.001f * (i % 997) - 0.5f;
        }

        return numbers;
    }
}
