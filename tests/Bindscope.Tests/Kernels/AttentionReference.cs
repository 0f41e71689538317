using Bindscope.Model;
using Bindscope.Tests.Reference;

namespace Bindscope.Tests.Kernels;

/// <summary>Attention as the formula has it, in double loops, with its gradient by the chain rule: slow and obvious.</summary>
internal sealed class AttentionReference(int batch, int heads, int width, SequenceLayout layout)
{
    private readonly int tokens = layout.Length;

    /// <summary>
    /// The mixed values [B, T, H*K] and the gradient [B, T, 3*H*K] of their product with <paramref name="outputGradient"/>.
    /// </summary>
    public (double[] Output, double[] Gradient) Run(float[] qkv, float[] cosine, float[] sine, float[] outputGradient)
    {
        var output = new double[batch * tokens * heads * width];
        var gradient = new double[qkv.Length];
        for (int b = 0; b < batch; b++)
        {
            for (int h = 0; h < heads; h++)
            {
                Head(b, h, qkv, cosine, sine, outputGradient, output, gradient);
            }
        }
        return (output, gradient);
    }

    private void Head(
        int b, int h, float[] qkv, float[] cosine, float[] sine, float[] outputGradient, double[] output, double[] gradient)
    {
        int Input(int token, int part, int i) => (((b * tokens + token) * 3 + part) * heads + h) * width + i;
        int Output(int token, int i) => ((b * tokens + token) * heads + h) * width + i;
        double[][] q = new double[tokens][], k = new double[tokens][], dq = new double[tokens][], dk = new double[tokens][];
        for (int t = 0; t < tokens; t++)
        {
            q[t] = Turn([.. Enumerable.Range(0, width).Select(i => (double)qkv[Input(t, 0, i)])], cosine, sine, t, 1);
            k[t] = Turn([.. Enumerable.Range(0, width).Select(i => (double)qkv[Input(t, 1, i)])], cosine, sine, t, 1);
            (dq[t], dk[t]) = (new double[width], new double[width]);
        }
        double scale = 1 / Math.Sqrt(width);
        for (int t = 0; t < tokens; t++)
        {
            int[] seen = [.. Enumerable.Range(0, tokens).Where(s => layout.Sees(t, s))];
            double[] scores = [.. seen.Select(s => scale * q[t].Zip(k[s], (x, y) => x * y).Sum())];
            double[] p = ReferenceMath.Softmax(scores);
            double[] dp = new double[seen.Length];
            for (int n = 0; n < seen.Length; n++)
            {
                for (int i = 0; i < width; i++)
                {
                    double dz = outputGradient[Output(t, i)];
                    output[Output(t, i)] += p[n] * qkv[Input(seen[n], 2, i)];
                    gradient[Input(seen[n], 2, i)] += p[n] * dz;
                    dp[n] += dz * qkv[Input(seen[n], 2, i)];
                }
            }
            double mean = p.Zip(dp, (x, y) => x * y).Sum();
            for (int n = 0; n < seen.Length; n++)
            {
                double ds = p[n] * (dp[n] - mean) * scale;
                for (int i = 0; i < width; i++)
                {
                    dq[t][i] += ds * k[seen[n]][i];
                    dk[seen[n]][i] += ds * q[t][i];
                }
            }
        }
        for (int t = 0; t < tokens; t++)
        {
            double[] turnedQ = Turn(dq[t], cosine, sine, t, -1), turnedK = Turn(dk[t], cosine, sine, t, -1);
            for (int i = 0; i < width; i++)
            {
                (gradient[Input(t, 0, i)], gradient[Input(t, 1, i)]) = (turnedQ[i], turnedK[i]);
            }
        }
    }

    private double[] Turn(double[] x, float[] cosine, float[] sine, int token, int direction)
    {
        int half = width / 2;
        var y = new double[width];
        for (int i = 0; i < half; i++)
        {
            double cos = cosine[token * half + i], sin = direction * sine[token * half + i];
            y[i] = x[i] * cos - x[i + half] * sin;
            y[i + half] = x[i + half] * cos + x[i] * sin;
        }
        return y;
    }
}
