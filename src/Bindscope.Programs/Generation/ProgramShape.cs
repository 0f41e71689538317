namespace Bindscope.Programs.Generation;

/// <summary>The form that a program is to have.</summary>
/// <param name="Lines">Assignments, 1-100.</param>
/// <param name="Hops">The query's referential depth, 1 to <paramref name="Lines"/>.</param>
/// <param name="RootLine">The line that holds the root, 1-based, with room for the rest of the chain below it; null for any line with room, all
/// equally likely.</param>
/// <remarks>The paper's figures 8 and 9 ask for 2-25 lines and 1-13 hops, with the root on line 1 and further down.</remarks>
public sealed record ProgramShape(int Lines, int Hops, int? RootLine = null)
{
    /// <summary>The last line that the root can stand on.</summary>
    public int LastRootLine => Lines - Hops + 1;
}
