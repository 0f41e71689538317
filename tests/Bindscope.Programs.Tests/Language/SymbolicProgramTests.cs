using Bindscope.Programs.Language;
using CsCheck;
using Xunit;

namespace Bindscope.Programs.Tests.Language;

public sealed class SymbolicProgramTests
{
    [Fact]
    public void ProgramsAreEqualExactlyWhenTheirTextsAre() =>
        Gen.Select(ProgramGen.Any, ProgramGen.Any).Sample((a, b) =>
        {
            SymbolicProgram copy = a with { Lines = [.. a.Lines] };
            return a.Equals(copy) && a.GetHashCode() == copy.GetHashCode() && a.Equals(b) == (a.ToText() == b.ToText());
        });

    [Fact]
    public void AnotherQueryMakesAnotherProgram() =>
        Assert.NotEqual(Examples.Appendix, Examples.Appendix with { Query = 'f' });

    [Fact]
    public void TheTextHasFourCharactersALineAndThreeForTheQuery() =>
        ProgramGen.Any.Sample(program => program.ToText().Length == 4 * program.Lines.Length + 3);
}
