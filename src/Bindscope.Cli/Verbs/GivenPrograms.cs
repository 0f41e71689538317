using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Cli.Verbs;

/// <summary>
/// Reads programs that a user hands in: texts with blank lines between them, JSON lines with <c>text</c> or <c>program</c> and, as one likes,
/// <c>label</c> or <c>answer</c> (what <c>generate</c> writes), or CSV with the columns base, source, label and source_label, whose rows give two
/// programs each.
/// </summary>
internal static class GivenPrograms
{
    private static readonly string[] Columns = ["base", "source", "label", "source_label"];

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Where it came from, for messages.</param>
    /// <returns>One program or more.</returns>
    /// <exception cref="UserException">One of them is none; the message has its place.</exception>
    internal static ImmutableArray<GivenProgram> Read(string text, string source)
    {
        string[] lines = text.ReplaceLineEndings("\n").TrimStart('\uFEFF').Split('\n');
        string first = lines.FirstOrDefault(line => line.Trim().Length > 0) ?? "";
        return first.TrimStart().StartsWith('{') ? JsonLines(lines, source)
            : first.Split(',')[0].Trim() == Columns[0] ? Csv(lines, source)
            : Texts(lines, source);
    }

    /// <summary>Refuses programs that a model has no positions for.</summary>
    /// <exception cref="UserException">One is too long; the hint says how long it may be.</exception>
    internal static void RequireRoom(IEnumerable<GivenProgram> given, ModelSpec model)
    {
        int longest = given.Max(one => one.Program.Lines.Length);
        if (Positions.PromptLength(longest) > model.Positions)
        {
            throw new UserException(
                $"a program has {longest} lines, {Positions.PromptLength(longest)} tokens; this model has {model.Positions} positions",
                $"give programs of at most {(model.Positions - Positions.PromptLength(0)) / 4} lines");
        }
    }

    /// <summary>Reads pairs: JSON lines with <c>base</c>, <c>source</c> and, as one likes, <c>label</c> and <c>source_label</c>, or CSV with these
    /// columns.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Where it came from, for messages.</param>
    /// <returns>One pair or more.</returns>
    /// <exception cref="UserException">A program is none, or a row has not both; the message has its place.</exception>
    internal static ImmutableArray<GivenPair> ReadPairs(string text, string source)
    {
        string[] lines = text.ReplaceLineEndings("\n").TrimStart('\uFEFF').Split('\n');
        string first = lines.FirstOrDefault(line => line.Trim().Length > 0) ?? "";
        var pairs = first.TrimStart().StartsWith('{')
            ? [.. Objects(lines, source, (row, place) =>
                new GivenPair(Row(row, place, ["base"], ["label"]), Row(row, place, ["source"], ["source_label"]), place))]
            : first.Split(',')[0].Trim() == Columns[0]
                ? CsvPairs(lines, source)
                : throw new UserException(
                    $"{source}: its first line is neither a JSON object nor a heading", $"begin with the heading {string.Join(",", Columns)}");
        return pairs.IsEmpty ? throw new UserException($"{source}: it has no pair", "write one pair of programs a line") : pairs;
    }

    private static ImmutableArray<GivenPair> CsvPairs(string[] lines, string source)
    {
        ImmutableArray<GivenProgram> programs = Csv(lines, source);
        string[] columns = [.. Cells(lines[0]).Select(cell => cell.Trim())];
        if (!columns.Contains("source", StringComparer.Ordinal))
        {
            throw new UserException($"{source}, line 1: there is no column 'source'", $"the columns are {string.Join(", ", Columns)}");
        }

        int[] rows = [.. Enumerable.Range(1, lines.Length - 1).Where(i => lines[i].Trim().Length > 0)];
        return [.. rows.Select((line, i) => new GivenPair(
            programs[2 * i], programs[(2 * i) + 1], string.Create(CultureInfo.InvariantCulture, $"{source}, line {line + 1}")))];
    }

    /// <summary>A blank line ends a program once its query was read; a digit behind the query's colon is a label.</summary>
    private static ImmutableArray<GivenProgram> Texts(string[] lines, string source)
    {
        var programs = ImmutableArray.CreateBuilder<GivenProgram>();
        int begin = 0;
        for (int end = 1; end <= lines.Length; end++)
        {
            bool isLast = end == lines.Length;
            if (!isLast && !(lines[end].Trim().Length == 0 && lines[end - 1].StartsWith('#')))
            {
                continue;
            }

            if (lines[begin..end].Any(line => line.Trim().Length > 0) || programs.Count == 0)
            {
                programs.Add(Text(lines[begin..end], source, begin));
            }

            begin = end;
        }

        return programs.ToImmutable();
    }

    private static GivenProgram Text(string[] lines, string source, int before)
    {
        int skipped = lines.TakeWhile(line => line.Trim().Length == 0).Count();
        string[] rows = [.. lines.Skip(skipped == lines.Length ? 0 : skipped)];
        int query = Array.FindLastIndex(rows, row => row.Length == 4 && row[0] == '#' && row[2] == ':' && char.IsAsciiDigit(row[3]));
        int? label = query < 0 ? null : rows[query][3] - '0';
        if (query >= 0)
        {
            rows[query] = rows[query][..3];
        }

        string text = string.Join('\n', rows);
        try
        {
            return new GivenProgram(ProgramParser.Parse(text), label);
        }
        catch (ProgramException wrong)
        {
            // Lines count from the beginning of the file.
            int above = before + skipped;
            var shifted = wrong.Problems.Select(problem => problem with { Line = problem.Line + above }).ToImmutableArray();
            string all = string.Concat(Enumerable.Repeat("\n", above)) + text;
            throw new UserException(ProgramListing.Problems(source, all, shifted), wrong.ForUser(source).Hint, ExitCode.WrongRequest, wrong);
        }
    }

    private static ImmutableArray<GivenProgram> JsonLines(string[] lines, string source) =>
        [.. Objects(lines, source, (row, place) => Row(row, place, ["text", "program"], ["label", "answer"]))];

    private static IEnumerable<T> Objects<T>(string[] lines, string source, Func<JsonElement, string, T> read)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length > 0)
            {
                yield return One(lines[i], string.Create(CultureInfo.InvariantCulture, $"{source}, line {i + 1}"));
            }
        }

        T One(string line, string place)
        {
            try
            {
                using JsonDocument row = JsonDocument.Parse(line);
                return read(row.RootElement, place);
            }
            catch (JsonException wrong)
            {
                throw new UserException(
                    $"{place}: {JsonMistake.Words(wrong)}", "each line is one object: {\"text\": \"a=1\\n#a:\", \"label\": 1}", inner: wrong);
            }
        }
    }

    private static GivenProgram Row(JsonElement row, string place, string[] texts, string[] labels)
    {
        JsonElement? Find(params string[] names) =>
            names.Select(name => row.TryGetProperty(name, out JsonElement value) ? value : (JsonElement?)null).FirstOrDefault(value => value is not null);
        if (row.ValueKind != JsonValueKind.Object || Find(texts) is not { ValueKind: JsonValueKind.String } text)
        {
            throw new UserException($"{place}: it has no {texts[0]}", $"write the program as \"{texts[0]}\": \"a=1\\nb=a\\n#b:\"");
        }

        int? label = Find(labels) switch
        {
            null or { ValueKind: JsonValueKind.Null } => null,
            { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out int digit) => Digit(digit, place),
            var other => throw new UserException($"{place}: label is {other.Value.GetRawText()}", "a label is a digit, 0 to 9"),
        };
        return new GivenProgram(Parse(text.GetString()!, place), label);
    }

    private static ImmutableArray<GivenProgram> Csv(string[] lines, string source)
    {
        string[] columns = [.. Cells(lines[0]).Select(cell => cell.Trim())];
        if (columns.FirstOrDefault(column => !Columns.Contains(column, StringComparer.Ordinal)) is { } unknown)
        {
            throw new UserException($"{source}, line 1: there is no column '{unknown}'", $"the columns are {string.Join(", ", Columns)}");
        }

        var programs = ImmutableArray.CreateBuilder<GivenProgram>();
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length == 0)
            {
                continue;
            }

            string place = string.Create(CultureInfo.InvariantCulture, $"{source}, line {i + 1}");
            string[] cells = Cells(lines[i]);
            if (cells.Length != columns.Length)
            {
                throw new UserException($"{place}: it has {cells.Length} values for {columns.Length} columns", "put texts with commas in double quotes");
            }

            foreach ((string text, string label) in new[] { ("base", "label"), ("source", "source_label") })
            {
                if (Array.IndexOf(columns, text) is >= 0 and int at)
                {
                    string? digit = Array.IndexOf(columns, label) is >= 0 and int beside ? cells[beside].Trim() : null;
                    programs.Add(new GivenProgram(
                        Parse(cells[at].Replace("\\n", "\n", StringComparison.Ordinal), $"{place}, {text}"),
                        string.IsNullOrEmpty(digit) ? null
                            : int.TryParse(digit, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? Digit(value, place)
                            : throw new UserException($"{place}: {label} is '{digit}'", "a label is a digit, 0 to 9")));
                }
            }
        }

        return programs.ToImmutable();
    }

    /// <summary>The values of a row; quotes hold commas, and two of them are one.</summary>
    private static string[] Cells(string row)
    {
        var cells = new List<string> { "" };
        bool isQuoted = false;
        for (int i = 0; i < row.Length; i++)
        {
            if (row[i] == '"' && isQuoted && i + 1 < row.Length && row[i + 1] == '"')
            {
                cells[^1] += row[i++];
            }
            else if (row[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (row[i] == ',' && !isQuoted)
            {
                cells.Add("");
            }
            else
            {
                cells[^1] += row[i];
            }
        }

        return [.. cells];
    }

    private static SymbolicProgram Parse(string text, string place)
    {
        try
        {
            return ProgramParser.Parse(text);
        }
        catch (ProgramException wrong)
        {
            throw wrong.ForUser(place);
        }
    }

    private static int Digit(int value, string place) =>
        value is >= 0 and <= 9 ? value : throw new UserException($"{place}: label is {value}", "a label is a digit, 0 to 9");
}
