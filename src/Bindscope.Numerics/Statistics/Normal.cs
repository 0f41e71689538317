namespace Bindscope.Numerics.Statistics;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    /// <summary>Coefficients of the complementary error function's approximation by a polynomial (W. H. Press et al., Numerical Recipes, erfcc).</summary>
    private static readonly double[] ErrorFunction =
        [-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277];

    /// <summary>
    /// The share that lies above a value, with a relative error below 1.2e-7 far out, too: the kernels' error function, in floats, has nothing left
    /// beyond 4.
    /// </summary>
    /// <param name="z">The value.</param>
    public static double Above(double z)
    {
        double x = z / Math.Sqrt(2);
        double t = 1 / (1 + (0.5 * Math.Abs(x)));
        double sum = 0;
        for (int i = ErrorFunction.Length - 1; i >= 0; i--)
        {
            sum = ErrorFunction[i] + (t * sum);
        }

        double value = 0.5 * t * Math.Exp((-x * x) + sum);
        return x >= 0 ? value : 1 - value;
    }

    /// <summary>The density.</summary>
    /// <param name="z">The value.</param>
    public static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>A draw (G. Box, M. Muller).</summary>
    /// <param name="first">A random number from 0 to below 1, all equally likely.</param>
    /// <param name="second">Another one.</param>
    public static double Draw(double first, double second) => Math.Sqrt(-2 * Math.Log(1 - first)) * Math.Cos(2 * Math.PI * second);
}
