using System.Text.RegularExpressions;

namespace Bindscope.Programs.Language;

/// <summary>
/// Lines as other languages would write them, told apart so that one sentence says what is not part of this one: comments, spaces, capital letters,
/// several assignments on a line, constants of two digits, a query in other words.
/// </summary>
/// <remarks>The pages' parser (web/src/model/language.ts) knows the same forms; tests/fixtures/language.json holds both to the same words.</remarks>
internal static partial class ForeignForms
{
    /// <summary>Where a comment begins.</summary>
    /// <param name="row">A line.</param>
    /// <returns>The 0-based column; -1 where there is none.</returns>
    internal static int CommentIn(string row)
    {
        if (QueryOrComment().Match(row) is { Success: true } hash)
        {
            int end = After(row, hash.Length);
            string rest = end < 0 ? row[hash.Length..] : row[hash.Length..end], compact = Compact(rest);
            bool isQuery = LikeQuery().IsMatch(compact) || !(rest.Any(IsSpace) || rest.Contains('=', StringComparison.Ordinal) || compact.Length > 4);
            return isQuery ? end : hash.Length - 1;
        }

        return After(row, 0);
    }

    /// <summary>The variable that a line asks for in the words of another language: <c>print(j)</c>, <c>j=?</c>, <c>j?</c>.</summary>
    /// <param name="row">A line.</param>
    /// <returns>The variable in lower case; null where the line is no such query.</returns>
    internal static char? QueryIn(string row) => OtherQuery().Match(row) is { Success: true } query
        ? char.ToLowerInvariant(query.Groups.Values.Skip(1).First(group => group.Success).Value[0])
        : null;

    /// <summary>Several assignments on one line: where the first separator stands, and the query among them.</summary>
    /// <param name="row">A line.</param>
    /// <returns>The 0-based column, and the variable or null; null where there is no separator.</returns>
    internal static (int Column, char? Query)? SeveralIn(string row)
    {
        if (Several().Match(row) is not { Success: true } first)
        {
            return null;
        }

        string last = row.TrimEnd(',', ';', ' ').Split(',', ';')[^1];
        return (first.Length - 1, QueryIn(last));
    }

    /// <summary>Where the second digit of a constant stands.</summary>
    /// <param name="row">A line.</param>
    /// <returns>The 0-based column; -1 where there is none.</returns>
    internal static int SecondDigitIn(string row) => TwoDigits().Match(row) is { Success: true } digits ? digits.Groups[1].Index : -1;

    /// <summary>The line without spaces and in lower case, where that makes it one of the language.</summary>
    /// <param name="row">A line.</param>
    /// <returns>The line as it should be, and what is wrong with it where; null where it is wrong in another way, or right.</returns>
    internal static (string Line, int Column, string Message)? CorrectionOf(string row)
    {
        string line = Compact(row).ToLowerInvariant();
        if (line == row || !OwnForm().IsMatch(line))
        {
            return null;
        }

        int space = row.ToList().FindIndex(IsSpace);
        return space >= 0
            ? (line, space, $"spaces are not part of the language: write {line}")
            : (line, row.ToList().FindIndex(char.IsAsciiLetterUpper), $"names are lower-case letters: write {line}");
    }

    /// <summary>Whether a line holds nothing, or spaces alone.</summary>
    internal static bool IsBlank(string row) => row.All(IsSpace);

    private static bool IsSpace(char letter) => letter is ' ' or '\t' or '\u00A0';

    private static string Compact(string row) => string.Concat(row.Where(letter => !IsSpace(letter)));

    private static int After(string row, int from) => Comment().Match(row, from) is { Success: true } found ? found.Index : -1;

    [GeneratedRegex("^[ \\t\\u00A0]*#")]
    private static partial Regex QueryOrComment();

    [GeneratedRegex("^[A-Za-z]?:?[0-9]?$")]
    private static partial Regex LikeQuery();

    [GeneratedRegex("#|//|/\\*")]
    private static partial Regex Comment();

    [GeneratedRegex("^[ \\t]*(?:print[ \\t]*\\(?[ \\t]*([A-Za-z])[ \\t]*\\)?[ \\t]*;?|([A-Za-z])[ \\t]*=?[ \\t]*\\?|\\?[ \\t]*([A-Za-z]))[ \\t]*$")]
    private static partial Regex OtherQuery();

    [GeneratedRegex("^[ \\t]*[A-Za-z][ \\t]*=[ \\t]*[A-Za-z0-9?]+[ \\t]*[,;]")]
    private static partial Regex Several();

    [GeneratedRegex("^[ \\t]*[A-Za-z][ \\t]*=[ \\t]*[0-9]([0-9])[0-9]*[ \\t]*$")]
    private static partial Regex TwoDigits();

    [GeneratedRegex("^(?:[a-z]=[a-z0-9]|#[a-z]:)$")]
    private static partial Regex OwnForm();
}
