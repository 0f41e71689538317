namespace Bindscope.Programs.Language;

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
