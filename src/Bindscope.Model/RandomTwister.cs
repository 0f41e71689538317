namespace Bindscope.Model;

/// <summary>
/// The Mersenne Twister of Matsumoto and Nishimura (1998), and normal numbers as PyTorch makes them of it, so that a seed means the same
/// weights as it always did.
/// </summary>
internal sealed class RandomTwister
{
    private const int Size = 624;
    private const int Shift = 397;

    private readonly uint[] state = new uint[Size];
    private int next = Size;
    private double? spare;

    /// <summary>Seeded with 32 bits.</summary>
    internal RandomTwister(uint seed)
    {
        state[0] = seed;
        for (uint i = 1; i < Size; i++)
        {
            state[i] = (1_812_433_253 * (state[i - 1] ^ (state[i - 1] >> 30))) + i;
        }
    }

    /// <summary>Fills memory with normal numbers of mean 0.</summary>
    internal void FillNormal(Span<float> values, double deviation)
    {
        if (values.Length < 16)
        {
            foreach (ref float value in values)
            {
                value = (float)(Normal() * deviation);
            }

            return;
        }

        foreach (ref float value in values)
        {
            value = Uniform();
        }

        for (int i = 0; i + 16 <= values.Length; i += 16)
        {
            ToNormal(values.Slice(i, 16), (float)deviation);
        }

        if (values.Length % 16 != 0)
        {
            Span<float> last = values[^16..];
            foreach (ref float value in last)
            {
                value = Uniform();
            }

            ToNormal(last, (float)deviation);
        }
    }

    /// <summary>The method of Box and Muller: eight pairs of uniform numbers become eight pairs of normal ones.</summary>
    private static void ToNormal(Span<float> values, float deviation)
    {
        for (int i = 0; i < 8; i++)
        {
            float radius = MathF.Sqrt(-2 * (float)Math.Log(1 - values[i]));
            (double sine, double cosine) = Math.SinCos((float)(2 * Math.PI) * values[i + 8]);
            values[i] = radius * (float)cosine * deviation;
            values[i + 8] = radius * (float)sine * deviation;
        }
    }

    private double Normal()
    {
        if (spare is { } kept)
        {
            spare = null;
            return kept;
        }

        double angle = 2 * Math.PI * UniformDouble();
        double radius = Math.Sqrt(-2 * LogOfOneMinus(UniformDouble()));
        spare = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }

    private static double LogOfOneMinus(double x) => Math.Log(1 - x);

    /// <summary>24 random bits, in [0, 1).</summary>
    private float Uniform() => (Next() & 0xFF_FFFF) * (1f / (1 << 24));

    /// <summary>53 random bits, in [0, 1).</summary>
    private double UniformDouble()
    {
        ulong high = Next();
        return (((high << 32) | Next()) & ((1UL << 53) - 1)) * (1.0 / (1UL << 53));
    }

    private uint Next()
    {
        if (next == Size)
        {
            for (int i = 0; i < Size; i++)
            {
                uint mixed = (state[i] & 0x8000_0000) | (state[(i + 1) % Size] & 0x7FFF_FFFF);
                state[i] = state[(i + Shift) % Size] ^ (mixed >> 1) ^ ((state[(i + 1) % Size] & 1) == 0 ? 0 : 0x9908_B0DF);
            }

            next = 0;
        }

        uint bits = state[next++];
        bits ^= bits >> 11;
        bits ^= (bits << 7) & 0x9D2C_5680;
        bits ^= (bits << 15) & 0xEFC6_0000;
        return bits ^ (bits >> 18);
    }
}
