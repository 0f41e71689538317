using System.Numerics;

namespace Bindscope.Programs.Tests;

/// <summary>SplitMix64 and FNV-1a from their definitions, on integers without bound that are reduced modulo 2^64.</summary>
internal static class SplitMix
{
    private static readonly BigInteger Modulus = BigInteger.Pow(2, 64);

    public static BigInteger Gamma { get; } = BigInteger.Parse("11400714819323198485", System.Globalization.CultureInfo.InvariantCulture);

    public static ulong Mix(BigInteger z)
    {
        z %= Modulus;
        z = (z ^ (z >> 30)) * BigInteger.Parse("13787848793156543929", System.Globalization.CultureInfo.InvariantCulture) % Modulus;
        z = (z ^ (z >> 27)) * BigInteger.Parse("10723151780598845931", System.Globalization.CultureInfo.InvariantCulture) % Modulus;
        return (ulong)(z ^ (z >> 31));
    }

    public static BigInteger Fnv1a(string ascii)
    {
        BigInteger hash = BigInteger.Parse("14695981039346656037", System.Globalization.CultureInfo.InvariantCulture);
        foreach (char character in ascii)
        {
            hash = (hash ^ character) * 1099511628211 % Modulus;
        }

        return hash;
    }
}
