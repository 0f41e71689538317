using Bindscope.Model;

namespace Bindscope.Bench;

/// <summary>The products that a training step consists of, counted.</summary>
internal sealed class StepArithmetic
{
    /// <summary>Counts.</summary>
    /// <param name="model">The model's shape.</param>
    /// <param name="layout">Of a row's tokens.</param>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="places">Tokens whose prediction is supervised.</param>
    public StepArithmetic(ModelSpec model, SequenceLayout layout, int rows, int places)
    {
        double tokens = (double)rows * layout.Length;
        double attention = model.Heads * model.HeadWidth;
        double block = model.Width * ((4 * attention) + (2.0 * model.MlpWidth));
        IEnumerable<int> all = Enumerable.Range(0, layout.Length);
        double visible = all.Sum(query => all.Count(key => layout.Sees(query, key)));
        LinearOperations = 6 * ((tokens * model.Layers * block) + ((double)places * model.Width * model.Vocabulary));
        AttentionOperations = 12 * rows * visible * attention * model.Layers;
    }

    /// <summary>Multiplications and additions of the linear layers, forward and backward.</summary>
    public double LinearOperations { get; }

    /// <summary>The same of attention, visible cells alone; what is computed twice counts once.</summary>
    public double AttentionOperations { get; }

    /// <summary>Both.</summary>
    public double Operations => LinearOperations + AttentionOperations;
}
