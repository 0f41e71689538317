using System.Collections.Immutable;

namespace Bindscope.Programs.Language;

/// <summary>A symbolic program: lines of assignments, then one query.</summary>
/// <param name="Lines">The assignments from top to bottom. Line numbers are 1-based: line 1 is <c>Lines[0]</c>.</param>
/// <param name="Query">The variable whose value is asked for.</param>
/// <remarks>Two programs are equal when all lines and the query are. A value built by hand may use a variable before it is bound;
/// <see cref="ProgramParser"/> and the generators never produce one, and the interpreter refuses it.</remarks>
public sealed record SymbolicProgram(ImmutableArray<Assignment> Lines, char Query)
{
    /// <summary>The prompt: every line with its newline, then <c>#query:</c> without newline and without answer.</summary>
    /// <returns>A text of 4n+3 characters for n lines; <see cref="ProgramParser"/> reads it back.</returns>
    public string ToText() => string.Create(4 * Lines.Length + 3, this, static (text, program) =>
    {
        foreach (Assignment line in program.Lines)
        {
            (text[0], text[1], text[2], text[3]) = (line.Name, '=', line.Right, '\n');
            text = text[4..];
        }

        (text[0], text[1], text[2]) = ('#', program.Query, ':');
    });

    /// <inheritdoc/>
    public bool Equals(SymbolicProgram? other) =>
        other is not null && Query == other.Query && Lines.AsSpan().SequenceEqual(other.Lines.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Query);
        foreach (Assignment line in Lines)
        {
            hash.Add(line);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc cref="ToText"/>
    public override string ToString() => ToText();
}

/// <summary>One line of a program: <c>name=right</c>.</summary>
/// <param name="Name">The variable that the line binds, <c>a</c> to <c>z</c>.</param>
/// <param name="Right">The right-hand side: a digit <c>0</c> to <c>9</c>, or the name of a variable.</param>
public readonly record struct Assignment(char Name, char Right)
{
    /// <summary>Whether the right-hand side is a digit.</summary>
    public bool IsConstant => char.IsAsciiDigit(Right);

    /// <summary>The line as it stands in a program's text, without its newline.</summary>
    public override string ToString() => $"{Name}={Right}";
}
