using static TorchSharp.torch;

namespace Bindscope.Torch;

/// <summary>What depends on a layout alone: the cosines and sines of its positions and the mask of what its tokens do not see.</summary>
internal sealed class LayoutTables : IDisposable
{
    private LayoutTables(bool isCausal, Tensor cosine, Tensor sine, Tensor mask)
    {
        IsCausal = isCausal;
        Cosine = cosine;
        Sine = sine;
        Mask = mask;
    }

    /// <summary>Whether every token sees all before it.</summary>
    internal bool IsCausal { get; }

    /// <summary>Cosine of position times frequency, [T, K/2].</summary>
    internal Tensor Cosine { get; }

    /// <summary>Sine of position times frequency, [T, K/2].</summary>
    internal Tensor Sine { get; }

    /// <summary>0 where the query (row) sees the key (column), minus infinity elsewhere, [T, T].</summary>
    internal Tensor Mask { get; }

    /// <summary>Frees the tables.</summary>
    public void Dispose()
    {
        Cosine.Dispose();
        Sine.Dispose();
        Mask.Dispose();
    }

    /// <summary>Pair i of a head turns by position * base^(-2i/K), computed in double precision and then rounded once.</summary>
    internal static LayoutTables Of(SequenceLayout layout, int headWidth, double ropeBase, Device device)
    {
        int length = layout.Length;
        int half = headWidth / 2;
        var cosine = new float[length * half];
        var sine = new float[length * half];
        var mask = new float[length * length];
        for (int token = 0; token < length; token++)
        {
            for (int pair = 0; pair < half; pair++)
            {
                (double sin, double cos) = Math.SinCos(layout.Position(token) * Math.Pow(ropeBase, -2.0 * pair / headWidth));
                cosine[(token * half) + pair] = (float)cos;
                sine[(token * half) + pair] = (float)sin;
            }

            for (int key = 0; key < length; key++)
            {
                mask[(token * length) + key] = layout.Sees(token, key) ? 0 : float.NegativeInfinity;
            }
        }

        return new LayoutTables(
            layout.IsCausal, OnDevice(cosine, length, half), OnDevice(sine, length, half), OnDevice(mask, length, length));

        Tensor OnDevice(float[] values, long rows, long columns)
        {
            using Tensor host = tensor(values, [rows, columns]);
            return host.to(device, copy: true).DetachFromDisposeScope();
        }
    }
}
