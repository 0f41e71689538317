using System.Collections.Immutable;

namespace Bindscope.Programs.Language;

/// <summary>Reads a program's text and reports everything that is wrong with it at once.</summary>
/// <remarks>Accepted beyond the grammar: Windows line ends, and blank lines after the query, because editors add them.
/// <c>a=a</c> is accepted where <c>a</c> is bound above, although the generators never write it.</remarks>
public static class ProgramParser
{
    /// <summary>Reads a program.</summary>
    /// <param name="text">Lines such as <c>a=3</c> or <c>b=a</c>, then a query such as <c>#b:</c>.</param>
    /// <returns>The program; every variable in it is bound above where it is used.</returns>
    /// <exception cref="ProgramException">The text is no program; carries every problem with line and column.</exception>
    public static SymbolicProgram Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        if (lines is [""])
        {
            throw new ProgramException([new ProgramProblem(1, 1, "the program is empty")]);
        }

        var reading = new Reading();
        for (int i = 0; i < lines.Length; i++)
        {
            reading.ReadLine(i + 1, lines[i]);
        }

        return reading.Finish();
    }

    /// <summary>What has been read so far.</summary>
    private sealed class Reading
    {
        private readonly ImmutableArray<Assignment>.Builder lines = ImmutableArray.CreateBuilder<Assignment>();
        private readonly ImmutableArray<ProgramProblem>.Builder problems = ImmutableArray.CreateBuilder<ProgramProblem>();
        private readonly HashSet<char> bound = [];
        private bool someNameIsUnreadable;
        private char? query;
        private int lastLine;

        public void ReadLine(int number, string line)
        {
            lastLine = number;
            if (query is not null)
            {
                Report(number, 1, "nothing may follow the query");
            }
            else if (line.StartsWith('#'))
            {
                ReadQuery(number, line);
            }
            else
            {
                ReadAssignment(number, line);
            }
        }

        public SymbolicProgram Finish()
        {
            if (query is null)
            {
                Report(lastLine + 1, 1, "the query is missing: a last line such as #a:");
            }

            return problems.Count == 0 ? new SymbolicProgram(lines.ToImmutable(), query!.Value) : throw new ProgramException(problems.ToImmutable());
        }

        private void ReadAssignment(int number, string line)
        {
            if (line.Length == 0)
            {
                Report(number, 1, "the line is empty; expected an assignment such as a=3");
                return;
            }

            char name = Expect(number, line, 1, char.IsAsciiLetterLower, "a variable (a-z)");
            Expect(number, line, 2, c => c == '=', "'='");
            char right = Expect(number, line, 3, c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c), "a digit or a variable (a-z)");
            ExpectEnd(number, line);
            if (char.IsAsciiLetterLower(right))
            {
                ExpectBound(number, 3, right);
            }

            // Bound only after its own right-hand side was read: a=a needs an earlier a.
            bound.Add(name);
            someNameIsUnreadable |= name == Unreadable;
            lines.Add(new Assignment(name, right));
        }

        private void ReadQuery(int number, string line)
        {
            char name = Expect(number, line, 2, char.IsAsciiLetterLower, "a variable (a-z)");
            Expect(number, line, 3, c => c == ':', "':'");
            ExpectEnd(number, line);
            if (name != Unreadable)
            {
                ExpectBound(number, 2, name);
            }

            query = name;
        }

        /// <summary>The character at a column, or <see cref="Unreadable"/> after reporting that it is not what belongs there.</summary>
        private char Expect(int number, string line, int column, Predicate<char> belongs, string expected)
        {
            if (column <= line.Length && belongs(line[column - 1]))
            {
                return line[column - 1];
            }

            if (column <= line.Length)
            {
                Report(number, column, $"expected {expected}, found {Show(line[column - 1])}");
            }
            else if (column == line.Length + 1)
            {
                Report(number, column, $"expected {expected}, found the end of the line");
            }

            return Unreadable;
        }

        private void ExpectEnd(int number, string line)
        {
            if (line.Length > 3)
            {
                Report(number, 4, $"a line has three characters; {Show(line[3])} is too much");
            }
        }

        /// <summary>A use is certainly unbound only while every name above it could be read.</summary>
        private void ExpectBound(int number, int column, char name)
        {
            if (!bound.Contains(name) && !someNameIsUnreadable)
            {
                Report(number, column, $"{name} is not bound above");
            }
        }

        private void Report(int line, int column, string message) => problems.Add(new ProgramProblem(line, column, message));

        private static string Show(char found) => char.IsControl(found) || char.IsWhiteSpace(found) ? $"U+{(int)found:X4}" : $"'{found}'";

        private const char Unreadable = '\0';
    }
}
