using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Bindscope.Programs.Generation;

/// <summary>The one number from which everything random in a run follows, on every machine alike.</summary>
/// <param name="Value">Any 64 bits.</param>
/// <remarks>
/// Seeds form a tree: <c>seed.Split("train").Split(block)</c> names a branch, and branches with different names are independent.
/// So a part of the program can draw more or fewer numbers without changing what any other part draws.
/// A branch by number is <c>mix(mix(value) + (index + 1) * gamma)</c>; a branch by name is <c>mix(mix(value ^ gamma) + fnv1a(name))</c>,
/// with <c>mix</c> and <c>gamma</c> those of <see cref="RandomStream"/> and FNV-1a (64 bits) over the name's UTF-8 bytes.
/// </remarks>
public readonly record struct Seed(ulong Value)
{
    /// <summary>The branch with a name.</summary>
    /// <param name="name">Any text.</param>
    public Seed Split(string name)
    {
        const ulong offsetBasis = 0xCBF29CE484222325, prime = 0x100000001B3;
        ulong hash = offsetBasis;
        foreach (byte octet in Encoding.UTF8.GetBytes(name))
        {
            hash = unchecked((hash ^ octet) * prime);
        }

        return new Seed(RandomStream.Mix(unchecked(RandomStream.Mix(Value ^ RandomStream.Gamma) + hash)));
    }

    /// <summary>The branch with a number.</summary>
    /// <param name="index">Any number: a step, a block.</param>
    public Seed Split(long index) =>
        new(RandomStream.Mix(unchecked(RandomStream.Mix(Value) + ((ulong)index + 1) * RandomStream.Gamma)));

    /// <summary>The random numbers of this seed, from their beginning.</summary>
    public RandomStream Stream() => new(Value);
}

/// <summary>A stream of random numbers that is the same on every machine: SplitMix64. A mutable value: pass it by reference.</summary>
/// <param name="state">Where the stream starts; equal states give equal streams.</param>
/// <remarks>G. Steele, D. Lea, C. Flood, <em>Fast Splittable Pseudorandom Number Generators</em>, OOPSLA 2014.
/// The state grows by <see cref="Gamma"/> each time, and <see cref="Mix"/> of the state is the number. 2^64 numbers until it repeats.</remarks>
[SuppressMessage("Naming", "CA1711", Justification = "It streams random numbers, not bytes.")]
public struct RandomStream(ulong state)
{
    /// <summary>2^64 divided by the golden ratio, made odd.</summary>
    internal const ulong Gamma = 0x9E3779B97F4A7C15;

    private ulong state = state;

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64() => Mix(state = unchecked(state + Gamma));

    /// <summary>A whole number below a bound, all equally likely (exactly so).</summary>
    /// <param name="exclusive">The bound, at least 1.</param>
    /// <returns>A number from 0 to <paramref name="exclusive"/> - 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    public int Next(int exclusive)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusive, 1);
        return (int)NextBelow((ulong)exclusive);
    }

    /// <summary>A number from 0 (inclusive) to 1 (exclusive), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number below a bound of at least 1, all equally likely (exactly so).</summary>
    /// <remarks>D. Lemire, <em>Fast Random Integer Generation in an Interval</em>, 2019: the upper half of a 128-bit product is nearly
    /// uniform; the few products that would favour some numbers are recognised by their lower half and drawn again.</remarks>
    internal ulong NextBelow(ulong exclusive)
    {
        ulong high = Math.BigMul(NextUInt64(), exclusive, out ulong low);
        if (low < exclusive)
        {
            ulong threshold = unchecked(0 - exclusive) % exclusive;
            while (low < threshold)
            {
                high = Math.BigMul(NextUInt64(), exclusive, out low);
            }
        }

        return high;
    }

    /// <summary>SplitMix64's mixing function: a one-to-one map of 64 bits in which every input bit changes about half of the output bits.</summary>
    internal static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
