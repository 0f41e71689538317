using Bindscope.Programs.Language;

namespace Bindscope.Programs.Tests;

/// <summary>Programs that stand in the paper or on its companion site.</summary>
internal static class Examples
{
    /// <summary>Variables are bound again: <c>d</c> twice, and <c>w=j</c> uses the <c>j</c> of line 2.</summary>
    public static SymbolicProgram CompanionSite => Parse("k=2 j=k t=8 b=j s=6 g=8 w=j r=8 d=r j=b s=j s=5 v=j z=b d=w z=2 #d:");

    public static SymbolicProgram FigureOne => Parse("k=2 j=k t=8 b=j s=t w=j #w:");

    public static SymbolicProgram Appendix => Parse("a=1 b=a d=2 e=d c=b f=e #c:");

    /// <summary>Reads a program written on one line.</summary>
    public static SymbolicProgram Parse(string oneLine) => ProgramParser.Parse(oneLine.Replace(' ', '\n'));
}
