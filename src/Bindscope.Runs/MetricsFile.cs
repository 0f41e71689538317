using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Model.Weights;

namespace Bindscope.Runs;

/// <summary>Reads and writes <c>metrics.jsonl</c>: one <see cref="Evaluation"/> a line, append-only.</summary>
public static class MetricsFile
{
    /// <summary>The file's name inside a run's folder.</summary>
    public const string Name = "metrics.jsonl";

    private const byte Newline = (byte)'\n';

    /// <summary>What editors add; neither says anything.</summary>
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static ReadOnlySpan<byte> Blanks => " \t\r"u8;

    /// <summary>Adds one whole line and flushes it to the disk before it returns. Creates the file when there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="evaluation">What to write.</param>
    /// <exception cref="ArgumentException">The evaluation contradicts itself or holds a number that JSON cannot express.</exception>
    /// <exception cref="UserException">The file cannot be written, or its last line is torn. It holds what it held before.</exception>
    public static void Append(string path, Evaluation evaluation)
    {
        if (evaluation.Problems() is { Count: > 0 } problems)
        {
            throw new ArgumentException($"Step {evaluation.Step}: {string.Join("; ", problems)}.", nameof(evaluation));
        }

        var line = Encoding.UTF8.GetBytes(MetricsJson.Write(evaluation) + "\n");
        try
        {
            using var file = Disk.OpenToAppend(path);
            RequireWholeLastLine(file, path);
            AppendOrUndo(file, line);
        }
        catch (Exception failure) when (FileProblem.Is(failure))
        {
            throw CannotWrite(path, failure);
        }
    }

    /// <summary>Reads the whole file; a byte order mark and blank lines, which editors add, are passed over.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Every whole line, and the number of a torn last one.</returns>
    /// <exception cref="UserException">
    /// There is no such file; or a line other than a torn last one is damaged: no JSON, an unknown, missing or duplicate key, counts that
    /// contradict each other, or a step that does not rise. The message names the file, the line and the key.
    /// </exception>
    public static RunMetrics Read(string path)
    {
        var bytes = ReadBytes(path);
        var evaluations = ImmutableArray.CreateBuilder<Evaluation>();
        var number = 0;
        for (var start = bytes.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0; start < bytes.Length;)
        {
            number++;
            var length = bytes.AsSpan(start).IndexOf(Newline);
            var isLastWithoutNewline = length < 0;
            var line = isLastWithoutNewline ? bytes.AsSpan(start) : bytes.AsSpan(start, length);
            if (line.Trim(Blanks).IsEmpty)
            {
                start += line.Length + 1;
                continue;
            }

            if (isLastWithoutNewline && !IsWholeJson(line))
            {
                return new RunMetrics(evaluations.ToImmutable(), number);
            }

            evaluations.Add(ReadLine(line, path, number, evaluations.Count == 0 ? -1 : evaluations[^1].Step));
            start += line.Length + 1;
        }

        return new RunMetrics(evaluations.ToImmutable(), null);
    }

    /// <summary>Keeps only the lines up to a step, for resuming from a checkpoint of that step. A torn last line is dropped too.</summary>
    /// <param name="path">The file; nothing happens when there is none.</param>
    /// <param name="step">The last step to keep.</param>
    /// <exception cref="UserException">The file is damaged (see <see cref="Read"/>) or cannot be written; it is then unchanged.</exception>
    public static void TruncateAfter(string path, long step)
    {
        if (!File.Exists(path))
        {
            return;
        }

        var kept = Read(path).Evaluations.Where(evaluation => evaluation.Step <= step).Select(MetricsJson.Write);
        WholeFile.WriteText(path, string.Concat(kept.Select(line => line + "\n")));
    }

    private static void RequireWholeLastLine(FileStream file, string path)
    {
        if (file.Length == 0)
        {
            return;
        }

        file.Seek(-1, SeekOrigin.End);
        if (file.ReadByte() != Newline)
        {
            throw new UserException($"{path}: its last line is torn.", "resume the run with --resume, which drops that line first.", 3);
        }
    }

    /// <summary>A half-written line, on a full disk for instance, is taken back: the file then ends where it ended before.</summary>
    private static void AppendOrUndo(FileStream file, byte[] line)
    {
        var before = file.Length;
        try
        {
            file.Seek(0, SeekOrigin.End);
            file.Write(line);
            Disk.Flush(file);
        }
        catch (Exception failure) when (FileProblem.Is(failure))
        {
            file.SetLength(before);
            throw;
        }
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserException($"{path}: there is no such file.", "a run's first evaluation writes it; check the run's name.", 3);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path}: cannot be read: {failure.Message}", "check the file and its permissions.", 3);
        }
    }

    private static bool IsWholeJson(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Evaluation ReadLine(ReadOnlySpan<byte> line, string path, int number, long stepBefore)
    {
        try
        {
            var evaluation = MetricsJson.Read(line);
            var problems = evaluation.Problems();
            if (problems.Count > 0)
            {
                throw Damaged(path, number, string.Join("; ", problems));
            }

            return evaluation.Step > stepBefore
                ? evaluation
                : throw Damaged(path, number, $"step {evaluation.Step} does not come after step {stepBefore}");
        }
        catch (JsonException failure)
        {
            throw Damaged(path, number, JsonMistake.Words(failure));
        }
    }

    private static UserException Damaged(string path, int number, string problem) =>
        new($"{path}, line {number}: {problem}.", "the file was edited, or written by another version of Bindscope; use that version.", 3);

    private static UserException CannotWrite(string path, Exception failure) =>
        new(
            $"{path}: cannot be written: {FileProblem.Of(failure).Reason}.",
            "free some space or correct the permissions, then use --resume.", 3);
}

/// <summary>What a run's <c>metrics.jsonl</c> holds.</summary>
/// <param name="Evaluations">Every whole line, with strictly rising steps.</param>
/// <param name="TornLine">
/// The 1-based number of a last line that was cut short, because the process or the machine died while it was written; null when there
/// is none. It is not among <paramref name="Evaluations"/>; <see cref="MetricsFile.TruncateAfter"/> removes it.
/// </param>
public sealed record RunMetrics(ImmutableArray<Evaluation> Evaluations, int? TornLine);

/// <summary>A training's pace: one line of a run's <c>timing.jsonl</c>.</summary>
/// <param name="Step">Updates made.</param>
/// <param name="From">The step that the process began at.</param>
/// <param name="Seconds">Since then, to hundredths.</param>
/// <param name="StepsPerSecond">Since then, to hundredths.</param>
public sealed record TimingLine(int Step, int From, double Seconds, double StepsPerSecond)
{
    /// <summary>The file's name inside a run's folder.</summary>
    public const string FileName = "timing.jsonl";
}
