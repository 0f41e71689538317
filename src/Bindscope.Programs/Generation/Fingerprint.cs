using Bindscope.Programs.Language;

namespace Bindscope.Programs.Generation;

/// <summary>A program as one number of 64 bits, the same on every machine.</summary>
/// <remarks>Equal programs have equal fingerprints. Two different ones share one with a chance of 2^-64; among half a million programs it happens to
/// any pair with a chance of 1 in 150 million. A set of fingerprints may thus take a program for known that is not, never the other way round.</remarks>
internal static class Fingerprint
{
    public static ulong Of(SymbolicProgram program)
    {
        ulong state = RandomStream.Mix(program.Query);
        foreach ((char name, char right) in program.Lines)
        {
            state = RandomStream.Mix(unchecked(state + ((ulong)name << 16 | right) * RandomStream.Gamma));
        }

        return state;
    }
}
