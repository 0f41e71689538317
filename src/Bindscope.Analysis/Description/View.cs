using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Description;

/// <summary>A part of an answer as people read it: a sentence or two, and a table.</summary>
/// <param name="Title">What the table shows, with its units.</param>
/// <param name="Columns">The columns' names; none for a title alone.</param>
/// <param name="Rows">As many cells each as there are columns.</param>
public sealed record View(string Title, ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<Cell>> Rows)
{
    /// <summary>What a page asks for it by, unique in an answer; null where no figure shows the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; private init; }

    /// <summary>How many rows a terminal and a report show, from the first; null for all.</summary>
    [JsonIgnore]
    public int? Shown { get; private init; }

    /// <summary>The table with the key that figures ask for it by.</summary>
    /// <param name="key">The key.</param>
    public View Named(string key) => this with { Key = key };

    /// <summary>What a terminal and a report show: the first rows where there are many, and cells in short.</summary>
    public ImmutableArray<ImmutableArray<string>> Brief() =>
        [.. Rows.Take(Shown ?? Rows.Length).Select(row => row.Select(cell => cell.Short).ToImmutableArray())];

    /// <summary>The table of which a terminal and a report show the first rows alone.</summary>
    /// <param name="rows">How many.</param>
    public View First(int rows) => this with { Shown = rows };

    /// <summary>A sentence without a table.</summary>
    /// <param name="text">The sentence.</param>
    public static View Of(FormattableString text) => new(text.ToString(CultureInfo.InvariantCulture), [], []);

    /// <summary>A table.</summary>
    /// <param name="title">What it shows, with its units.</param>
    /// <param name="columns">The columns' names.</param>
    /// <param name="rows">As many cells each as there are columns.</param>
    public static View Of(FormattableString title, IEnumerable<string> columns, IEnumerable<IEnumerable<Cell>> rows) =>
        new(title.ToString(CultureInfo.InvariantCulture), [.. columns], [.. rows.Select(row => row.ToImmutableArray())]);
}

/// <summary>One cell of a table: its text, and its number where it is one.</summary>
/// <param name="Text">As people read it.</param>
/// <param name="Value">The number in its own unit; null for words.</param>
/// <param name="Low">Lower end of its interval; null for none.</param>
/// <param name="High">Upper end of its interval.</param>
/// <param name="Programs">Programs that it is of; null where that is said elsewhere.</param>
public readonly record struct Cell(
    string Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Value = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Low = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? High = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Programs = null)
{
    /// <summary>What stands in a terminal and a report, where that is less than <see cref="Text"/>.</summary>
    [JsonIgnore]
    public string Short { get => field ?? Text; init; }

    private static Cell NoValue => new("");

    /// <summary>Words.</summary>
    public static implicit operator Cell(string? text) => new(text ?? "");

    /// <summary>A count.</summary>
    public static implicit operator Cell(int count) => new(count.ToString(CultureInfo.InvariantCulture), count);

    /// <summary>A count, or nothing.</summary>
    public static implicit operator Cell(int? count) => count is { } known ? known : NoValue;

    /// <summary>A step, or nothing.</summary>
    public static implicit operator Cell(long? count) => count is { } known ? new Cell(known.ToString(CultureInfo.InvariantCulture), known) : NoValue;

    /// <summary>A number.</summary>
    /// <param name="value">The number; null for none.</param>
    /// <param name="format">Its format.</param>
    public static Cell Number(double? value, string format = "0.00") =>
        value is { } known ? new Cell(known.ToString(format, CultureInfo.InvariantCulture), known) : NoValue;

    /// <summary>A share as a percentage.</summary>
    /// <param name="share">The share, 0 to 1; null for none.</param>
    /// <param name="format">The percentage's format.</param>
    public static Cell Percent(double? share, string format = "0") =>
        share is { } known ? new Cell((100 * known).ToString(format, CultureInfo.InvariantCulture), known) : NoValue;

    /// <summary>A share with its interval: 93 (89-96).</summary>
    /// <param name="share">The share; null for none.</param>
    /// <param name="format">The percentages' format.</param>
    public static Cell Percent(Proportion? share, string format = "0") => share is { } known
        ? new Cell(Spread(known.Value, known.Low, known.High, format), known.Value, known.Low, known.High, known.Programs) : NoValue;

    /// <summary>A mean share with its interval.</summary>
    /// <param name="share">The share; null for none.</param>
    /// <param name="format">The percentages' format.</param>
    public static Cell Percent(Estimate? share, string format = "0") => share is { } known
        ? new Cell(Spread(known.Value, known.Low, known.High, format), known.Value, known.Low, known.High, known.Programs) : NoValue;

    /// <summary>A share whose interval only files and pages show.</summary>
    /// <param name="share">The share; null for none.</param>
    /// <param name="format">The percentage's format.</param>
    public static Cell Brief(Proportion? share, string format = "0") => share is { } known
        ? Percent(known, format) with { Short = Percent(known.Value, format).Text } : NoValue;

    /// <summary>A share with its interval and its n: 93 (89-96) of 200.</summary>
    /// <param name="share">The share; null for none.</param>
    /// <param name="format">The percentages' format.</param>
    public static Cell PercentOf(Proportion? share, string format = "0") => share is { } known
        ? Percent(known, format) with { Text = $"{Spread(known.Value, known.Low, known.High, format)} of {known.Programs}" } : NoValue;

    /// <summary>A difference with its sign.</summary>
    /// <param name="value">The difference; null for none.</param>
    public static Cell Signed(double? value) => value is { } known ? new Cell(SignedText(known), known) : NoValue;

    /// <summary>A mean with its sign and its interval: +1.20 (+0.90 to +1.50).</summary>
    /// <param name="mean">The mean; null for none.</param>
    public static Cell Signed(Estimate? mean) => mean is { } known
        ? new Cell($"{SignedText(known.Value)} ({SignedText(known.Low)} to {SignedText(known.High)})", known.Value, known.Low, known.High, known.Programs)
        : NoValue;

    /// <summary>A difference of shares in points, with its interval: -1.5 (-2.0 to -1.1).</summary>
    /// <param name="difference">The difference.</param>
    public static Cell Points(PairedDifference difference) => new(
        FormattableString.Invariant(
            $"{100 * difference.Value:+0.0;-0.0;0.0} ({100 * difference.Low:+0.0;-0.0;0.0} to {100 * difference.High:+0.0;-0.0;0.0})"),
        difference.Value,
        difference.Low,
        difference.High);

    /// <summary>A probability that keeps its size when it is small.</summary>
    /// <param name="p">0 to 1.</param>
    public static Cell PValue(double p) => new(
        p >= 0.001 ? p.ToString("0.000", CultureInfo.InvariantCulture) : p > 0 ? p.ToString("0e0", CultureInfo.InvariantCulture) : "< 1e-300", p);

    /// <summary>Whether something holds.</summary>
    /// <param name="holds">Whether it does.</param>
    public static Cell YesOrNo(bool holds) => holds ? "yes" : "no";

    /// <summary>A name as words: FirstLine is first line.</summary>
    /// <param name="name">A choice.</param>
    public static string Words(Enum name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return string.Concat(name.ToString().Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {letter}" : $"{letter}")).ToLowerInvariant();
    }

    private static string Spread(double value, double low, double high, string format) =>
        $"{Percent(value, format).Text} ({Percent(low, format).Text}-{Percent(high, format).Text})";

    private static string SignedText(double value) => value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
