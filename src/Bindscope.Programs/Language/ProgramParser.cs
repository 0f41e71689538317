using System.Collections.Immutable;

namespace Bindscope.Programs.Language;

/// <summary>Reads a program's text and reports everything that is wrong with it at once.</summary>
/// <remarks>Accepted beyond the grammar: Windows line ends, and blank lines after the query, because editors add them. What other languages have
/// is refused in one sentence (<see cref="ForeignForms"/>).
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
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        int count = Array.FindLastIndex(lines, line => !ForeignForms.IsBlank(line)) + 1;
        if (count == 0)
        {
            throw new ProgramException([new ProgramProblem(1, 1, "the program is empty")]);
        }

        var reading = new Reading();
        for (int i = 0; i < count; i++)
        {
            reading.ReadLine(i + 1, lines[i]);
        }

        return reading.Finish();
    }

    /// <summary>What stands in the columns of a line, and the words for it.</summary>
    private static readonly (Predicate<char> Belongs, string Words)[] AssignmentForm =
        [(IsName, "a variable (a-z)"), (c => c == '=', "'='"), (c => IsName(c) || char.IsAsciiDigit(c), "a digit or a variable (a-z)")];

    private static readonly (Predicate<char> Belongs, string Words)[] QueryForm =
        [(c => c == '#', "'#'"), (IsName, "a variable (a-z)"), (c => c == ':', "':'")];

    private static bool IsName(char character) => char.IsAsciiLetterLower(character);

    /// <summary>What has been read so far.</summary>
    private sealed class Reading
    {
        private readonly ImmutableArray<Assignment>.Builder lines = ImmutableArray.CreateBuilder<Assignment>();
        private readonly ImmutableArray<ProgramProblem>.Builder problems = ImmutableArray.CreateBuilder<ProgramProblem>();
        private readonly HashSet<char> bound = [];
        private bool someNameIsUnreadable;
        private bool queryIsRead;
        private bool isFollowed;
        private bool hasComment;
        private char query;
        private int lastLine;

        public void ReadLine(int number, string line)
        {
            lastLine = number;
            if (ForeignForms.CommentIn(line) is >= 0 and int comment)
            {
                // Said once; the line counts without it.
                if (!hasComment)
                {
                    Report(number, comment + 1, "comments are not part of the language");
                }

                hasComment = true;
                line = line[..comment].TrimEnd();
                if (ForeignForms.IsBlank(line))
                {
                    return;
                }
            }

            if (queryIsRead)
            {
                if (!isFollowed)
                {
                    Report(number, 1, "nothing may follow the query");
                }

                isFollowed = true;
            }
            else if (ForeignForms.IsBlank(line))
            {
                Report(number, 1, "blank lines may stand after the query only");
            }
            else if (ForeignForms.QueryIn(line) is { } asked)
            {
                queryIsRead = true;
                Report(number, 1, $"the query is written #{asked}:");
            }
            else if (ForeignForms.SeveralIn(line) is var (column, last))
            {
                queryIsRead = last is not null;
                someNameIsUnreadable = true;
                Report(
                    number, column + 1, "each assignment stands on a line of its own" + (last is null ? "" : $", and the query is written #{last}:"));
            }
            else if (ForeignForms.CorrectionOf(line) is var (corrected, place, message))
            {
                Report(number, place + 1, message);
                Read(number, corrected);
            }
            else
            {
                Read(number, line);
            }
        }

        public SymbolicProgram Finish()
        {
            if (!queryIsRead)
            {
                Report(lastLine + 1, 1, "the query is missing: a last line such as #a:");
            }

            return problems.Count == 0 ? new SymbolicProgram(lines.ToImmutable(), query) : throw new ProgramException(problems.ToImmutable());
        }

        private void Read(int number, string line)
        {
            if (line.StartsWith('#'))
            {
                ReadQuery(number, line);
            }
            else
            {
                ReadAssignment(number, line);
            }
        }

        private void ReadAssignment(int number, string line)
        {
            if (ForeignForms.SecondDigitIn(line) is >= 0 and int second)
            {
                Report(number, second + 1, "a constant is one digit (0-9)");
            }
            else if (HasForm(number, line, AssignmentForm))
            {
                var assignment = new Assignment(line[0], line[2]);
                ExpectBound(number, 3, assignment.Right);
                lines.Add(assignment);
            }

            // Bound only now that its own right-hand side was read: a=a needs an earlier a.
            if (line.Length > 0)
            {
                bound.Add(line[0]);
                someNameIsUnreadable |= !IsName(line[0]);
            }
        }

        private void ReadQuery(int number, string line)
        {
            queryIsRead = true;
            if (HasForm(number, line, QueryForm))
            {
                query = line[1];
                ExpectBound(number, 2, query);
            }
        }

        /// <summary>Reports the first character that is wrong; those behind it are often only shifted.</summary>
        private bool HasForm(int number, string line, (Predicate<char> Belongs, string Words)[] form)
        {
            for (int i = 0; i < form.Length; i++)
            {
                if (i >= line.Length || !form[i].Belongs(line[i]))
                {
                    Report(number, i + 1, $"expected {form[i].Words}, found {(i < line.Length ? Show(line[i]) : "the end of the line")}");
                    return false;
                }
            }

            if (line.Length > form.Length)
            {
                Report(number, form.Length + 1, $"expected the end of the line, found {Show(line[form.Length])}");
            }

            return line.Length == form.Length;
        }

        /// <summary>A variable is known to be unbound only while every name above it could be read.</summary>
        private void ExpectBound(int number, int column, char right)
        {
            if (IsName(right) && !bound.Contains(right) && !someNameIsUnreadable)
            {
                Report(number, column, $"{right} is not bound above");
            }
        }

        private void Report(int line, int column, string message) => problems.Add(new ProgramProblem(line, column, message));

        private static string Show(char found) => found switch
        {
            ' ' => "a space",
            '\t' => "a tab",
            _ when char.IsControl(found) || char.IsWhiteSpace(found) => $"U+{(int)found:X4}",
            _ => $"'{found}'",
        };
    }
}
