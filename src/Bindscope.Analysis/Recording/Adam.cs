namespace Bindscope.Analysis.Recording;

/// <summary>Adam (D. Kingma and J. Ba, ICLR 2015) with its usual constants, for the few numbers that an analysis trains.</summary>
internal sealed class Adam
{
    private const float MeanDecay = 0.9f;
    private const float SquareDecay = 0.999f;

    private readonly float[][] parameters;
    private readonly float[][] means;
    private readonly float[][] squares;
    private int step;

    internal Adam(params float[][] parameters)
    {
        this.parameters = parameters;
        means = [.. parameters.Select(parameter => new float[parameter.Length])];
        squares = [.. parameters.Select(parameter => new float[parameter.Length])];
    }

    /// <summary>Changes the parameters in place.</summary>
    /// <param name="rate">The learning rate.</param>
    /// <param name="gradients">Of what is to fall; one for each of the parameters.</param>
    internal void Step(double rate, params ReadOnlySpan<float[]> gradients)
    {
        step++;
        float meanShare = (float)(1 - Math.Pow(MeanDecay, step));
        float squareShare = (float)(1 - Math.Pow(SquareDecay, step));
        for (int i = 0; i < parameters.Length; i++)
        {
            (float[] parameter, float[] mean, float[] square, float[] gradient) = (parameters[i], means[i], squares[i], gradients[i]);
            for (int j = 0; j < parameter.Length; j++)
            {
                mean[j] = (mean[j] * MeanDecay) + (gradient[j] * (1 - MeanDecay));
                square[j] = (square[j] * SquareDecay) + (gradient[j] * gradient[j] * (1 - SquareDecay));
                float deviation = MathF.Sqrt(square[j] / squareShare) + 1e-8f;
                parameter[j] -= mean[j] / meanShare / deviation * (float)rate;
            }
        }
    }
}
