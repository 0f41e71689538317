using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Programs.Counterfactuals;
using Bindscope.Programs.Language;
using Xunit;

namespace Bindscope.Programs.Tests.Counterfactuals;

public sealed class CounterfactualTests
{
    private static readonly SymbolicProgram Base = Examples.Parse("k=2 j=k t=8 s=t w=j #w:");

    public static TheoryData<Counterfactual, string> Changes => new()
    {
        { new Counterfactual.RootDigit('5'), "k=5 j=k t=8 s=t w=j #w:" },
        { new Counterfactual.ExchangedNames(5, 4), "k=2 j=k t=8 w=t s=j #w:" },
        { new Counterfactual.ReplacedRight(5, 't'), "k=2 j=k t=8 s=t w=t #w:" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void AChangeChangesNothingElse(Counterfactual change, string expected) =>
        Assert.Equal(Examples.Parse(expected), change.ApplyTo(Base));

    [Fact]
    public void TheRootMovesByChangingPlacesWithAnotherLine() => Assert.Equal(
        Examples.Parse("t=8 k=5 j=k #j:"),
        new Counterfactual.MovedRoot(2, '5').ApplyTo(Examples.Parse("k=2 t=8 j=k #j:")));

    [Theory]
    [MemberData(nameof(Changes))]
    public void AChangeIsData(Counterfactual change, string expected)
    {
        string json = JsonSerializer.Serialize(change);
        Assert.Equal(change, JsonSerializer.Deserialize<Counterfactual>(json));
        Assert.Equal(Examples.Parse(expected), JsonSerializer.Deserialize<Counterfactual>(json)!.ApplyTo(Base));
    }

    [Fact]
    public void JsonNamesTheKind() => Assert.Equal(
        """{"kind":"movedRoot","Line":3,"Digit":"5"}""", JsonSerializer.Serialize<Counterfactual>(new Counterfactual.MovedRoot(3, '5')));

    public static TheoryData<Counterfactual> Unsuitable =>
    [
        new Counterfactual.ReplacedRight(2, 'w'), // bound only below
        new Counterfactual.ReplacedRight(2, '+'),
        new Counterfactual.ReplacedRight(6, '1'),
        new Counterfactual.MovedRoot(0, '1'),
        new Counterfactual.MovedRoot(5, '1'), // j=k would stand above k
        new Counterfactual.ExchangedNames(1, 7),
        new Counterfactual.ExchangedNames(1, 3), // j=k would stand above k
    ];

    [Theory]
    [MemberData(nameof(Unsuitable))]
    public void AChangeThatDoesNotSuitTheProgramIsRefused(Counterfactual change) => Assert.Throws<UserException>(() => change.ApplyTo(Base));
}
