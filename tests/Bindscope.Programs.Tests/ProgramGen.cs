using System.Collections.Immutable;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using CsCheck;

namespace Bindscope.Programs.Tests;

/// <summary>Random programs for properties. They are made independently of the product's generators.</summary>
internal static class ProgramGen
{
    /// <summary>Programs of 1 to 20 lines over few names, so that variables are often bound again; <c>a=a</c> occurs where it is valid.</summary>
    public static Gen<SymbolicProgram> Any { get; } =
        from names in Gen.Int[1, 5]
        from choices in Gen.Select(Gen.Int[0, 25], Gen.Int[0, 999]).Array[1, 20]
        from query in Gen.Int[0, 999]
        select Build(names, choices, query);

    public static Gen<Seed> Seeds { get; } = Gen.ULong.Select(value => new Seed(value));

    private static SymbolicProgram Build(int names, (int Name, int Right)[] choices, int query)
    {
        var lines = ImmutableArray.CreateBuilder<Assignment>();
        var bound = new List<char>();
        foreach ((int name, int right) in choices)
        {
            char left = (char)('a' + name % names);
            bool constant = bound.Count == 0 || right % 3 == 0;
            lines.Add(new Assignment(left, constant ? (char)('0' + right % 10) : bound[right % bound.Count]));
            bound.Add(left);
        }

        return new SymbolicProgram(lines.ToImmutable(), bound[query % bound.Count]);
    }
}
