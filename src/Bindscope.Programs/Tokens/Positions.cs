namespace Bindscope.Programs.Tokens;

/// <summary>Where things stand in a program's tokens. Positions are 0-based, lines 1-based.</summary>
/// <remarks>For 16 lines: <c>#</c> at 64, the query variable at 65, the colon at 66 and the answer at 67.</remarks>
public static class Positions
{
    /// <summary>The variable that a line binds.</summary>
    /// <param name="line">The line, 1-based.</param>
    public static int Name(int line) => 4 * (line - 1);

    /// <summary>The equals sign of a line.</summary>
    /// <param name="line">The line, 1-based.</param>
    public static int EqualsSign(int line) => Name(line) + 1;

    /// <summary>The right-hand side of a line: its RHS token.</summary>
    /// <param name="line">The line, 1-based.</param>
    public static int Right(int line) => Name(line) + 2;

    /// <summary>The newline that ends a line.</summary>
    /// <param name="line">The line, 1-based.</param>
    public static int Newline(int line) => Name(line) + 3;

    /// <summary>The sign that begins the query.</summary>
    /// <param name="lines">The program's number of lines.</param>
    public static int Hash(int lines) => 4 * lines;

    /// <summary>The queried variable.</summary>
    /// <param name="lines">The program's number of lines.</param>
    public static int QueryVariable(int lines) => Hash(lines) + 1;

    /// <summary>The colon: the prompt's last token, where the answer is predicted.</summary>
    /// <param name="lines">The program's number of lines.</param>
    public static int Colon(int lines) => Hash(lines) + 2;

    /// <summary>The answer, which follows the prompt.</summary>
    /// <param name="lines">The program's number of lines.</param>
    public static int Answer(int lines) => Hash(lines) + 3;

    /// <summary>How many tokens a prompt has.</summary>
    /// <param name="lines">The program's number of lines.</param>
    public static int PromptLength(int lines) => Answer(lines);
}
