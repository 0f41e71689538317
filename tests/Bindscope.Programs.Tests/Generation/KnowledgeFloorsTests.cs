using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Xunit;

namespace Bindscope.Programs.Tests.Generation;

public sealed class KnowledgeFloorsTests
{
    private static readonly KnowledgeFloors Paper = Draw(new GeneratorSpec(), 12_000);

    [Fact]
    public void KnowingMoreNeverCostsMore()
    {
        foreach (var floors in new[] { Paper.RightHandSideVariable, Paper.Query })
        {
            Assert.Equal(6, floors.Length);
            Assert.All(floors.Zip(floors.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1e-6, $"{pair}"));
            Assert.True(floors[^1] < floors[0] - 0.1);
        }
    }

    [Fact]
    public void WhatIsDrawnEvenlyCostsTheLogarithmOfItsNumber()
    {
        Assert.Equal(15 * Math.Log(26), Paper.LeftHandSide, 1e-9);
        var unique = Draw(new GeneratorSpec(Names: NamePolicy.Unique), 200);
        Assert.Equal(Enumerable.Range(1, 15).Sum(bound => Math.Log(26 - bound)), unique.LeftHandSide, 1e-9);
    }

    [Fact]
    public void WithoutAPreferenceForDeepNamesDepthTellsNothingAboutRightHandSides()
    {
        // Programs are still thrown away for their query's depth, so a little is left.
        var even = Draw(new GeneratorSpec(DepthExponent: 0), 12_000).RightHandSideVariable;
        Assert.InRange(even[0] - even[^1], 0, 0.25);
        Assert.True(Paper.RightHandSideVariable[0] - Paper.RightHandSideVariable[^1] > 2);
    }

    [Fact]
    public void ASmallTaskHasTheFloorsThatAreWorkedOutByHand()
    {
        // Two lines, names a and b alone, one in two lines a digit where a variable could stand. Line 2 has a choice only where it binds the
        // other name (a=a is excluded), and then among one variable.
        var spec = new GeneratorSpec(Lines: 2, MaximumHops: 2, NameCount: 2, DigitCount: 4, ConstantShare: 0.5, Balance: QueryBalance.None);
        SymbolicProgram Of(string text) => ProgramParser.Parse(text);
        var floors = KnowledgeFloors.Of(spec, [Of("a=1\nb=a\n#b:"), Of("a=1\nb=2\n#a:"), Of("a=1\na=2\n#a:"), Of("b=1\na=b\n#a:")]);

        Assert.Equal(Math.Log(2), floors.LeftHandSide, 1e-12);
        Assert.Equal(3 * (-(2 / 3.0 * Math.Log(2 / 3.0)) - (1 / 3.0 * Math.Log(1 / 3.0))) / 4, floors.RightHandSideKind, 1e-12);
        Assert.Equal(6 * Math.Log(4) / 4, floors.RightHandSideDigit, 1e-12);
        Assert.All(floors.RightHandSideVariable, value => Assert.Equal(0, value, 1e-12));
        // Queries: depths (1, 2) took the deep one twice, (1, 1) one of two, (1) the only one. Told apart, only the evens are left.
        Assert.Equal(Math.Log(2) / 4, floors.Query[1], 0.01);
        Assert.Equal(3 * Math.Log(2) / 4, floors.Query[0], 1e-9);
    }

    private static KnowledgeFloors Draw(GeneratorSpec spec, int count)
    {
        var random = new Seed(5).Stream();
        var generator = new ProgramGenerator(spec);
        return KnowledgeFloors.Of(spec, [.. Enumerable.Range(0, count).Select(_ => generator.Next(ref random))]);
    }
}
