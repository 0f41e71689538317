using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Given;

/// <summary>
/// Reads programs that a user hands in: texts with blank lines between them, JSON lines with <c>text</c> or <c>program</c> and, as one likes,
/// <c>label</c> or <c>answer</c> (what <c>generate</c> writes), or CSV with the columns base, source, label and source_label, whose rows give two
/// programs each, as JSON lines with these keys do. Pairs are rows of such a CSV, or such JSON lines.
/// </summary>
public static class GivenPrograms
{
    /// <summary>Lines with wrong labels that are named one by one.</summary>
    private const int MostNamed = 8;

    private static readonly string[] Columns = ["base", "source", "label", "source_label"];

    /// <summary>Reads programs.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Where it came from, for messages.</param>
    /// <returns>One program or more.</returns>
    /// <exception cref="UserException">One of them is none; the message has its place.</exception>
    public static ImmutableArray<GivenProgram> Read(string text, string source)
    {
        string[] lines = Lines(text);
        string first = FirstOf(lines);
        if (first.Length == 0)
        {
            throw new UserException(
                $"{source} is empty: it has no program", "write programs with blank lines between them, the query last, as in k=2, j=k, #j:, a line each");
        }

        ImmutableArray<GivenProgram> programs = first.StartsWith('{')
            ? [.. Objects(lines, source, OneOrBoth).SelectMany(all => all)]
            : IsCsv(first) ? [.. CsvRows(lines, source).SelectMany(row => new[] { row.Base, row.Source }).OfType<GivenProgram>()]
            : Texts(lines, source);
        return programs.IsEmpty ? throw new UserException($"{source}: it has no program", "write one program a line") : programs;
    }

    /// <summary>Reads pairs.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Where it came from, for messages.</param>
    /// <returns>One pair or more.</returns>
    /// <exception cref="UserException">A program is none, or a row has not both; the message has its place.</exception>
    public static ImmutableArray<GivenPair> ReadPairs(string text, string source)
    {
        string[] lines = Lines(text);
        string first = FirstOf(lines);
        ImmutableArray<GivenPair> pairs = first.StartsWith('{')
            ? [.. Objects(lines, source, (row, place) => new GivenPair(Row(row, place, ["base"], ["label"]), Row(row, place, ["source"], ["source_label"])))]
            : IsCsv(first)
                ? [.. CsvRows(lines, source).Select(row => row is ({ } one, { } other) ? new GivenPair(one, other) : throw Missing(source, row.Base is null))]
                : throw new UserException(
                    $"{source}: its first line is neither a JSON object nor a heading", $"begin with the heading {string.Join(",", Columns)}");
        return pairs.IsEmpty ? throw new UserException($"{source}: it has no pair", "write one pair of programs a line") : pairs;
    }

    /// <summary>Refuses programs that a model has no positions for.</summary>
    /// <param name="given">The programs.</param>
    /// <param name="source">Where they came from, for the message.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="UserException">One is too long; the message has its place, the hint says how long it may be.</exception>
    public static void RequireRoom(IEnumerable<GivenProgram> given, string source, ModelSpec model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (given.FirstOrDefault(one => Positions.PromptLength(one.Program.Lines.Length) > model.Positions) is { } longest)
        {
            int lines = longest.Program.Lines.Length;
            throw new UserException(
                $"{source}, line {longest.Line}: a program has {lines} lines, {Positions.PromptLength(lines)} tokens; "
                + $"this model has {model.Positions} positions",
                $"give programs of at most {(model.Positions - Positions.PromptLength(0)) / 4} lines, or a run whose model.positions is larger");
        }
    }

    /// <summary>Refuses pairs whose tokens do not correspond, or that are no pairs at all, by the line of the file.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="source">Where they came from, for the message.</param>
    /// <exception cref="UserException">Base and source differ in length, or in nothing.</exception>
    public static void RequirePatchable(IEnumerable<GivenPair> pairs, string source)
    {
        foreach (GivenPair pair in pairs)
        {
            (SymbolicProgram first, SymbolicProgram second) = (pair.Base.Program, pair.Source.Program);
            if (first.Lines.Length != second.Lines.Length)
            {
                throw new UserException(
                    $"{source}, line {pair.Line}: the base has {first.Lines.Length} lines, the source {second.Lines.Length}",
                    "a patch needs both of one length; `ask` answers pairs of different lengths");
            }

            if (first == second)
            {
                throw new UserException(
                    $"{source}, line {pair.Line}: base and source are the same program, so that no patch can change anything", "give a source that differs");
            }
        }
    }

    /// <summary>Says which labels are not what their programs compute.</summary>
    /// <param name="given">The programs.</param>
    /// <returns>Such as <c>2 of 9 labels are not what the program computes (lines 3 and 7)</c>; null where none is.</returns>
    public static string? WrongLabels(IEnumerable<GivenProgram> given)
    {
        GivenProgram[] labelled = [.. given.Where(one => one.Label is not null)];
        int[] wrong = [.. labelled.Where(one => one.HasWrongLabel).Select(one => one.Line)];
        if (wrong.Length == 0)
        {
            return null;
        }

        int[] lines = [.. wrong.Distinct()];
        string rest = lines.Length > MostNamed ? $" and {lines.Length - MostNamed} more" : "";
        string named = $"{(lines.Length == 1 ? "line" : "lines")} {string.Join(", ", lines.Take(MostNamed))}{rest}";
        return $"{wrong.Length} of {labelled.Length} {(labelled.Length == 1 ? "label is" : "labels are")} not what the program computes ({named}); "
            + "right answers are the interpreter's";
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimStart('\uFEFF').Split('\n');

    private static string FirstOf(string[] lines) => (lines.FirstOrDefault(line => line.Trim().Length > 0) ?? "").TrimStart();

    private static bool IsCsv(string first) => first.Split(',')[0].Trim() == Columns[0];

    private static UserException Missing(string source, bool isBase) => new(
        $"{source}, line 1: there is no column '{(isBase ? "base" : "source")}'", $"the columns are {string.Join(", ", Columns)}");

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
            return new GivenProgram(ProgramParser.Parse(text), label, before + skipped + 1);
        }
        catch (ProgramException wrong)
        {
            // Lines count from the beginning of the file.
            int above = before + skipped;
            var shifted = wrong.Problems.Select(problem => problem with { Line = problem.Line + above }).ToImmutableArray();
            string all = string.Concat(Enumerable.Repeat("\n", above)) + text;
            throw new ProgramException(shifted).ForUser(source, all);
        }
    }

    private static IEnumerable<T> Objects<T>(string[] lines, string source, Func<JsonElement, Place, T> read)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length > 0)
            {
                yield return One(lines[i], new Place(source, i + 1));
            }
        }

        T One(string line, Place place)
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

    /// <summary>The program of a JSON object, or both of a pair.</summary>
    private static GivenProgram[] OneOrBoth(JsonElement row, Place place)
    {
        bool isPair = row.ValueKind == JsonValueKind.Object && !Has("text") && !Has("program") && (Has("base") || Has("source"));
        return isPair
            ? [Row(row, place, ["base"], ["label"]), Row(row, place, ["source"], ["source_label"])]
            : [Row(row, place, ["text", "program"], ["label", "answer"])];

        bool Has(string key) => row.TryGetProperty(key, out _);
    }

    private static GivenProgram Row(JsonElement row, Place place, string[] texts, string[] labels)
    {
        JsonElement? Find(params string[] names) =>
            names.Select(name => row.TryGetProperty(name, out JsonElement value) ? value : (JsonElement?)null).FirstOrDefault(value => value is not null);
        if (row.ValueKind != JsonValueKind.Object || Find(texts) is not { ValueKind: JsonValueKind.String } text)
        {
            throw new UserException($"{place}: it has no {texts[0]}", $"write the program as \"{texts[0]}\": \"a=1\\nb=a\\n#b:\"");
        }

        RequireRightlySpelt(row, place, labels);
        int? label = Find(labels) switch
        {
            null or { ValueKind: JsonValueKind.Null } => null,
            { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out int digit) => Digit(digit, place),
            // A digit in quotes can mean nothing else.
            { ValueKind: JsonValueKind.String } quoted when quoted.GetString() is [>= '0' and <= '9' and char digit] => digit - '0',
            var other => throw new UserException($"{place}: label is {other.Value.GetRawText()}", "a label is a digit, 0 to 9"),
        };
        return new GivenProgram(Parse(text.GetString()!, place), label, place.Line);
    }

    /// <summary>Refuses a key that is nearly a label's, where there is no label: what stands there would not be looked at.</summary>
    private static void RequireRightlySpelt(JsonElement row, Place place, string[] labels)
    {
        if (labels.Any(label => row.TryGetProperty(label, out _)))
        {
            return;
        }

        foreach (JsonProperty property in row.EnumerateObject())
        {
            if (Spelling.Nearest(property.Name, labels, 1) is { } meant)
            {
                throw new UserException($"{place}: there is no key '{property.Name}'", $"did you mean {meant}? Other keys are not looked at");
            }
        }
    }

    private static IEnumerable<(GivenProgram? Base, GivenProgram? Source)> CsvRows(string[] lines, string source)
    {
        (int Line, string[] Cells)[] rows = [.. Records(lines).Where(row => row.Cells.Any(cell => cell.Trim().Length > 0))];
        string[] columns = [.. rows[0].Cells.Select(cell => cell.Trim())];
        if (columns.FirstOrDefault(column => !Columns.Contains(column, StringComparer.Ordinal)) is { } unknown)
        {
            throw new UserException($"{source}, line {rows[0].Line}: there is no column '{unknown}'", $"the columns are {string.Join(", ", Columns)}");
        }

        foreach ((int line, string[] cells) in rows[1..])
        {
            var place = new Place(source, line);
            yield return cells.Length == columns.Length
                ? (Cell(cells, columns, "base", "label", place), Cell(cells, columns, "source", "source_label", place))
                : throw new UserException($"{place}: it has {cells.Length} values for {columns.Length} columns", "put texts with commas in double quotes");
        }
    }

    private static GivenProgram? Cell(string[] cells, string[] columns, string text, string label, Place place)
    {
        if (Array.IndexOf(columns, text) is not (>= 0 and int at))
        {
            return null;
        }

        string digit = Array.IndexOf(columns, label) is >= 0 and int beside ? cells[beside].Trim() : "";
        int? value = digit.Length == 0 ? null
            : int.TryParse(digit, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? Digit(number, place)
            : throw new UserException($"{place}: {label} is '{digit}'", "a label is a digit, 0 to 9");
        return new GivenProgram(Parse(cells[at].Replace("\\n", "\n", StringComparison.Ordinal), place, $", {text}"), value, place.Line);
    }

    /// <summary>The rows with the lines on which they begin; quotes hold commas and line ends, and two of them are one.</summary>
    private static IEnumerable<(int Line, string[] Cells)> Records(string[] lines)
    {
        var cells = new List<string> { "" };
        (bool isQuoted, int begin) = (false, 1);
        for (int line = 0; line < lines.Length; line++)
        {
            string row = lines[line];
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

            if (isQuoted && line + 1 < lines.Length)
            {
                cells[^1] += '\n';
                continue;
            }

            yield return (begin, [.. cells]);
            (cells, begin) = ([""], line + 2);
        }
    }

    private static SymbolicProgram Parse(string text, Place place, string part = "")
    {
        try
        {
            return ProgramParser.Parse(text);
        }
        catch (ProgramException wrong)
        {
            throw wrong.ForUser($"{place}{part}");
        }
    }

    private static int Digit(int value, Place place) =>
        value is >= 0 and <= 9 ? value : throw new UserException($"{place}: label is {value}", "a label is a digit, 0 to 9");

    /// <summary>Where something stands, as messages say it.</summary>
    private readonly record struct Place(string Source, int Line)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Source}, line {Line}");
    }
}
