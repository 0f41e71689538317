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
