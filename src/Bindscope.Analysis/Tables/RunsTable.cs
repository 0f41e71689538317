using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Runs;
using Bindscope.Runs.Presets;

namespace Bindscope.Analysis.Tables;

/// <summary>Several runs as one flat table, a row a run: in which fields they differ, what the last evaluation measured, what analyses found.</summary>
/// <param name="Columns">
/// <c>run</c>, <c>folder</c> and <c>preset</c>; <c>spec.FIELD</c> for each field of the presets in which the runs differ; the last evaluation under its own
/// names; <c>ANALYSIS.NUMBER</c> for each number that a stored answer holds beside its long lists.
/// </param>
/// <param name="Rows">As many cells each as there are columns; null where a run has nothing to say.</param>
/// <remarks>
/// What would mislead: the last evaluations of two runs can be of different steps and test programs; <c>step</c> and <c>n</c> stand in the table.
/// A number of an analysis is without its question: two runs' answers can be to different ones.
/// </remarks>
public sealed record RunsTable(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<object?>> Rows)
{
    private const string OfSpec = "spec.";

    /// <summary>The most fields that people are shown, and the characters that a terminal's line has room for.</summary>
    private const int ShownFields = 6, Room = 150;

    /// <summary>Reads runs.</summary>
    /// <param name="runs">One or more.</param>
    /// <exception cref="UserException">One occurs twice, or a file of it is damaged.</exception>
    public static RunsTable Of(IReadOnlyList<Run> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        DistinctRuns.Require(runs);
        FlatRecord[] specs = [.. runs.Select(run => FlatRecord.Of(PresetJson.Write(run.Preset), isList: true))];
        string[] differing =
        [
            .. specs.SelectMany(spec => spec.Names).Distinct()
                .Where(name => name != "name" && specs.Select(spec => spec[name]).Distinct().Count() > 1),
        ];
        FlatRecord[] found = [.. runs.Select(Found)];
        string[] names = [.. found.SelectMany(record => record.Names).Distinct()];
        return new RunsTable(
            ["run", "folder", "preset", .. differing.Select(name => OfSpec + name), .. names],
            [
                .. runs.Select((run, i) => ImmutableArray.Create<object?>(
                    [run.Name, run.Directory, run.Preset.Name, .. differing.Select(name => specs[i][name]), .. names.Select(name => found[i][name])])),
            ]);
    }

    /// <summary>The runs' names, the fields in which they differ, and their accuracy, for people.</summary>
    public View Brief()
    {
        string[] all = [.. Columns.Where(name => name.StartsWith(OfSpec, StringComparison.Ordinal))];

        // Not those inside of lists: one list that differs differs in many of them.
        string[] fields = [.. all.Where(name => !name.Split('.').Any(part => part.All(char.IsAsciiDigit))).Take(ShownFields)];
        View view = Brief(all, fields);
        while (fields.Length > 1 && WidthOf(view) > Room)
        {
            fields = fields[..^1];
            view = Brief(all, fields);
        }

        return view;
    }

    private View Brief(string[] all, string[] fields)
    {
        string rest = all.Length > fields.Length ? FormattableString.Invariant($"; they differ in {all.Length - fields.Length} more fields") : "";
        (int step, int loss, int accuracy, int n) = (Columns.IndexOf("step"), Columns.IndexOf("loss"), Columns.IndexOf("accuracy"), Columns.IndexOf("n"));
        return View.Of(
            $"{Rows.Length} runs: their last evaluation, accuracy in % of test programs{rest}",
            ["run", .. fields.Select(name => name[OfSpec.Length..]), "step", "loss", "accuracy"],
            Rows.Select(row => (Cell[])
            [
                Text(row[0]),
                .. fields.Select(name => (Cell)Text(row[Columns.IndexOf(name)])),
                Text(Of(row, step)),
                Cell.Number(Number(Of(row, loss)), "0.000"),
                Number(Of(row, accuracy)) is { } share && Of(row, n) is long programs
                    ? Cell.PercentOf(Proportion.OfCounts((int)Math.Round(share * programs), (int)programs), "0.00")
                    : "",
            ]));

        static object? Of(ImmutableArray<object?> row, int column) => column < 0 ? null : row[column];

        // JSON has a share of 1 as a whole number.
        static double? Number(object? cell) => cell switch
        {
            double number => number,
            long whole => whole,
            _ => null,
        };
    }

    /// <summary>Characters of a line: each column has three beside its text.</summary>
    private static int WidthOf(View view) => view.Columns
        .Select((name, column) => 3 + view.Rows.Select(row => row[column].Short.Length).Append(name.Length).Max()).Sum();

    /// <summary>The whole table as comma-separated values, RFC 4180 with line feeds.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteCsv(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine(CsvText.Line(Columns));
        foreach (ImmutableArray<object?> row in Rows)
        {
            writer.WriteLine(CsvText.Line(row.Select(Text)));
        }
    }

    /// <summary>What is not in the preset: the last evaluation, and the numbers of stored answers.</summary>
    private static FlatRecord Found(Run run)
    {
        var record = new FlatRecord();
        if (File.Exists(run.MetricsPath) && MetricsFile.Read(run.MetricsPath).Evaluations.LastOrDefault() is { } last)
        {
            record.Add("", JsonSerializer.SerializeToElement(last, JsonSerializerOptions.Web), isList: false);
        }

        foreach (string name in AnalysisFolder.Names(run))
        {
            var folder = new AnalysisFolder(run, name);
            if (folder.HasResult)
            {
                record.Add(name, folder.Read<JsonElement>(), isList: false);
            }
        }

        return record;
    }

    /// <summary>A cell as text, in any culture; empty for null.</summary>
    /// <param name="value">The cell.</param>
    public static string Text(object? value) => value switch
    {
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        null => "",
        _ => value.ToString() ?? "",
    };
}

/// <summary>A JSON object as names with dots and plain values: whole numbers (long), other numbers (double), and text.</summary>
/// <remarks>
/// Of a list of records whose first fields are words or whole numbers and tell them apart, such as <c>hops</c>, that field takes the index's place:
/// <c>byHops.2.correct</c>. Other lists of answers, and long ones, are left out: their entries are no columns.
/// </remarks>
internal sealed class FlatRecord
{
    /// <summary>Lists that are longer are data, not a handful of numbers.</summary>
    private const int Longest = 32;

    private readonly Dictionary<string, object?> values = new(StringComparer.Ordinal);

    /// <summary>Every name, in the order of the JSON.</summary>
    internal IEnumerable<string> Names => values.Keys;

    /// <summary>A value; null where there is none.</summary>
    internal object? this[string name] => values.GetValueOrDefault(name);

    /// <summary>Flattens a document.</summary>
    /// <param name="json">A JSON object.</param>
    /// <param name="isList">Whether every list is taken by index.</param>
    internal static FlatRecord Of(string json, bool isList)
    {
        var record = new FlatRecord();
        using var document = JsonDocument.Parse(json);
        record.Add("", document.RootElement, isList);
        return record;
    }

    /// <summary>Adds what is in a value.</summary>
    /// <param name="name">What its names begin with; empty for nothing.</param>
    /// <param name="value">The value.</param>
    /// <param name="isList">Whether every list is taken by index.</param>
    internal void Add(string name, JsonElement value, bool isList)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in value.EnumerateObject().Where(one => one.Name != "format"))
                {
                    Add(Joined(name, property.Name), property.Value, isList);
                }

                break;
            case JsonValueKind.Array:
                AddList(name, [.. value.EnumerateArray()], isList);
                break;
            case JsonValueKind.Number:
                values[name] = Number(value);
                break;
            case JsonValueKind.Null:
                break;
            default:
                values[name] = value.ToString();
                break;
        }
    }

    /// <summary>Whole numbers that no long holds, such as seeds, stay as they are written: a double would round them.</summary>
    private static object Number(JsonElement value) =>
        value.TryGetInt64(out long whole) ? (object)whole
        : value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') ? value.GetDouble()
        : value.GetRawText();

    private void AddList(string name, JsonElement[] entries, bool isList)
    {
        string?[] keys = [.. entries.Select(Key)];
        bool areNamed = !isList && entries.Length <= Longest && keys.All(key => key is not null) && keys.Distinct().Count() == keys.Length;
        bool areNumbers = entries.Length <= Longest && entries.All(entry => entry.ValueKind == JsonValueKind.Number);
        for (int i = 0; (areNamed || areNumbers || isList) && i < entries.Length; i++)
        {
            if (areNamed)
            {
                foreach (JsonProperty property in entries[i].EnumerateObject().Skip(1))
                {
                    Add(Joined(Joined(name, keys[i]!), property.Name), property.Value, isList);
                }
            }
            else
            {
                Add(Joined(name, $"{i}"), entries[i], isList);
            }
        }
    }

    /// <summary>What tells a record from its neighbours: its first field, where that is a word or a whole number.</summary>
    private static string? Key(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Object
            && entry.EnumerateObject().FirstOrDefault() is { Value: { ValueKind: JsonValueKind.String or JsonValueKind.Number } first }
            && (first.ValueKind == JsonValueKind.String || first.TryGetInt64(out _))
            ? first.ToString()
            : null;

    private static string Joined(string name, string part) => name.Length == 0 ? part : $"{name}.{part}";
}
