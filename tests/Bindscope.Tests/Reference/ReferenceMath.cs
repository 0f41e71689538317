namespace Bindscope.Tests.Reference;

/// <summary>The functions of the arithmetic, on one vector at a time, in double precision.</summary>
internal static class ReferenceMath
{
    internal static double[] LayerNorm(double[] x, double[] weight, double[]? bias)
    {
        double mean = x.Sum() / x.Length;
        double variance = x.Sum(value => (value - mean) * (value - mean)) / x.Length;
        double scale = 1 / Math.Sqrt(variance + 1e-5);
        return [.. x.Select((value, i) => ((value - mean) * scale * weight[i]) + (bias?[i] ?? 0))];
    }

    /// <summary>Weight is [outputs, inputs], row by row.</summary>
    internal static double[] Linear(double[] x, double[] weight, double[]? bias)
    {
        var y = new double[weight.Length / x.Length];
        for (int output = 0; output < y.Length; output++)
        {
            y[output] = bias?[output] ?? 0;
            for (int input = 0; input < x.Length; input++)
            {
                y[output] += weight[(output * x.Length) + input] * x[input];
            }
        }

        return y;
    }

    internal static double[] Softmax(double[] scores)
    {
        double largest = scores.Max();
        double[] powers = [.. scores.Select(score => Math.Exp(score - largest))];
        double sum = powers.Sum();
        return [.. powers.Select(power => power / sum)];
    }

    internal static double Gelu(double x) => 0.5 * x * (1 + Erf(x / Math.Sqrt(2)));

    internal static double[] Rotate(double[] x, int position, double ropeBase)
    {
        int half = x.Length / 2;
        var turned = new double[x.Length];
        for (int i = 0; i < half; i++)
        {
            double angle = position * Math.Pow(ropeBase, -(double)i / half);
            turned[i] = (x[i] * Math.Cos(angle)) - (x[i + half] * Math.Sin(angle));
            turned[i + half] = (x[i] * Math.Sin(angle)) + (x[i + half] * Math.Cos(angle));
        }

        return turned;
    }

    internal static double[] Add(double[] a, double[] b) => [.. a.Select((value, i) => value + b[i])];

    /// <summary>2/sqrt(pi) exp(-x^2) times the sum of 2^n x^(2n+1) / (1*3*...*(2n+1)), whose terms all have one sign.</summary>
    private static double Erf(double x)
    {
        if (Math.Abs(x) > 6)
        {
            return Math.Sign(x);
        }

        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
