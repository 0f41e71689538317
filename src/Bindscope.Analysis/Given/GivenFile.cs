using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Bindscope.Analysis.Description;
using Bindscope.Errors;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Analysis.Given;

/// <summary>
/// A file of a user's own programs or pairs, as a question names it: with its checksum, so that the question is about what the file held then,
/// and its answer never passes for one about the test set.
/// </summary>
/// <param name="File">The file, as the user named it.</param>
/// <param name="Checksum">SHA-256 of its text in UTF-8, in hexadecimal.</param>
/// <param name="Count">Programs in it, or pairs.</param>
public sealed record GivenFile(string File, string Checksum, int Count)
{
    private const int NameLength = 24;

    /// <summary>What it holds, where it was read in this process: it may be a pipe, which can be read only once.</summary>
    [JsonIgnore]
    public string? Text { get; init; }

    /// <summary>Which labels in it are wrong, in words; null where none is, or where it was not read in this process.</summary>
    [JsonIgnore]
    public string? WrongLabels { get; init; }

    /// <summary>How many lines each program has, base and source of a pair apart; empty where it was not read in this process.</summary>
    [JsonIgnore]
    public ImmutableArray<int> Lengths { get; init; } = [];

    /// <summary>What is to be said of it before a run is asked: wrong labels, and lengths that the run's training had none of.</summary>
    /// <param name="run">The run.</param>
    public IEnumerable<string> Notes(Run run) =>
        new[] { WrongLabels, UntrainedLengths.Words(Lengths, run.Preset.ProgramLengths()) }.OfType<string>();

    /// <summary>Reads a file of programs.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="UserException">It cannot be read, or one of its programs is none.</exception>
    public static GivenFile OfPrograms(string file)
    {
        string text = InputFile.Read(file, InputFile.Document);
        return Of(file, text, GivenPrograms.Read(text, file), 1);
    }

    /// <summary>Reads a file of pairs.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="UserException">It cannot be read, or one of its pairs is none.</exception>
    public static GivenFile OfPairs(string file)
    {
        string text = InputFile.Read(file, InputFile.Document);
        return Of(file, text, [.. GivenPrograms.ReadPairs(text, file).SelectMany(pair => new[] { pair.Base, pair.Source })], 2);
    }

    /// <summary>The programs.</summary>
    /// <exception cref="UserException">The file cannot be read any more, or holds something else than when the question was asked.</exception>
    public ImmutableArray<GivenProgram> Programs() => GivenPrograms.Read(Content(), File);

    /// <summary>The pairs.</summary>
    /// <exception cref="UserException">The file cannot be read any more, or holds something else than when the question was asked.</exception>
    public ImmutableArray<GivenPair> Pairs() => GivenPrograms.ReadPairs(Content(), File);

    /// <summary>As a folder's name tells it: the file's name and the beginning of its checksum, in small letters, digits and hyphens.</summary>
    public override string ToString()
    {
        IEnumerable<char> stem = Path.GetFileNameWithoutExtension(File).ToLowerInvariant().Take(NameLength).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-');
        return $"{string.Concat(stem).Trim('-')}-{Checksum[..8]}".TrimStart('-');
    }

    private static GivenFile Of(string file, string text, IReadOnlyCollection<GivenProgram> programs, int each) =>
        new(file, ChecksumOf(text), programs.Count / each)
        {
            Text = text,
            WrongLabels = GivenPrograms.WrongLabels(programs),
            Lengths = [.. programs.Select(one => one.Program.Lines.Length)],
        };

    private static string ChecksumOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private string Content()
    {
        string text = Text ?? InputFile.Read(File, InputFile.Document);
        return ChecksumOf(text) == Checksum
            ? text
            : throw new UserException($"{File} holds something else than when the question was asked", "bring the file back, or ask anew");
    }
}

/// <summary>A file of programs on the command line; a number is none, but says how many of the test set's are wanted.</summary>
public sealed class GivenProgramsForm : IFieldForm
{
    /// <inheritdoc/>
    public object? Read(string text, Run run) => ProgramCountForm.IsNumber(text) ? null : GivenFile.OfPrograms(text);

    /// <inheritdoc/>
    public string Write(object? value) => (value as GivenFile)?.File ?? "";
}

/// <summary>A file of pairs on the command line.</summary>
public sealed class GivenPairsForm : IFieldForm
{
    /// <inheritdoc/>
    public object Read(string text, Run run) => GivenFile.OfPairs(text);

    /// <inheritdoc/>
    public string Write(object? value) => (value as GivenFile)?.File ?? "";
}

/// <summary>How many programs are wanted, on the command line, where a file of programs may stand instead: all of those are.</summary>
public sealed class ProgramCountForm : IFieldForm
{
    /// <summary>Whether a word is a number, and no file.</summary>
    /// <param name="text">The word.</param>
    public static bool IsNumber(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    /// <inheritdoc/>
    public object Read(string text, Run run) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int count) ? count : 1;

    /// <inheritdoc/>
    public string Write(object? value) => string.Format(CultureInfo.InvariantCulture, "{0}", value);
}

/// <summary>A program that a user hands in.</summary>
/// <param name="Program">The program.</param>
/// <param name="Label">The answer that stands beside it; null where none does. It is compared with the interpreter's, and not believed.</param>
/// <param name="Line">The line of the file on which it stands, or begins, 1-based.</param>
public sealed record GivenProgram(SymbolicProgram Program, int? Label, int Line)
{
    /// <summary>Whether its label is not what the program computes.</summary>
    public bool HasWrongLabel => Label is { } label && label != Interpreter.Run(Program).Value;
}

/// <summary>A pair of programs that a user hands in.</summary>
/// <param name="Base">The program that is intervened on.</param>
/// <param name="Source">The program that patches come from.</param>
public sealed record GivenPair(GivenProgram Base, GivenProgram Source)
{
    /// <summary>The line of the file on which the pair stands, 1-based.</summary>
    public int Line => Base.Line;
}
