using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Bindscope.Runs;

namespace Bindscope.Web.Runs;

/// <summary>
/// Follows a run that trains: every new line of its metrics, every new checkpoint, and its state when that changes and now and then, so that
/// a reader who left is noticed.
/// </summary>
internal sealed class RunTail(RunEntry run, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private const int LooksBetweenStates = 20;

    private long read;

    /// <summary>The events, until nobody reads them any more.</summary>
    /// <param name="after">Metrics of later steps alone are told; null for those that are written from now on.</param>
    /// <param name="left">Set when the reader leaves.</param>
    internal async IAsyncEnumerable<SseItem<string>> Events(long? after, [EnumeratorCancellation] CancellationToken left)
    {
        IEnumerable<string> lines = NewLines();
        foreach (string line in lines.Where(line => after is { } step && StepOf(line) > step))
        {
            yield return Metrics(line);
        }

        var known = run.Steps().ToHashSet();
        RunState? state = null;
        using var timer = new PeriodicTimer(Look, time);
        for (long look = 0; look == 0 || await timer.WaitForNextTickAsync(left); look++)
        {
            foreach (string line in NewLines())
            {
                yield return Metrics(line);
            }

            foreach (int step in run.Steps().Where(known.Add))
            {
                yield return new SseItem<string>(JsonSerializer.Serialize(new CheckpointEvent(step), SiteJson.Options), "checkpoint");
            }

            RunState now = RunReader.State(run);
            if (now != state || look % LooksBetweenStates == 0)
            {
                state = now;
                yield return new SseItem<string>(JsonSerializer.Serialize(new StateEvent(now), SiteJson.Options), "state");
            }
        }
    }

    private static SseItem<string> Metrics(string line) =>
        new(line, "metrics") { EventId = StepOf(line).ToString(CultureInfo.InvariantCulture) };

    /// <summary>Every metrics line begins with its step.</summary>
    private static long StepOf(string line)
    {
        const string Beginning = "{\"step\":";
        int end = line.IndexOf(',', StringComparison.Ordinal);
        return line.StartsWith(Beginning, StringComparison.Ordinal) && end > 0
            && long.TryParse(line.AsSpan(Beginning.Length, end - Beginning.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long step)
                ? step
                : -1;
    }

    /// <summary>The whole lines since the last look. A file that became shorter, because the training was taken up again, is read anew.</summary>
    private List<string> NewLines()
    {
        try
        {
            using FileStream file = RunFiles.Open(run.Run, MetricsFile.Name);
            read = file.Length < read ? 0 : read;
            file.Seek(read, SeekOrigin.Begin);
            var bytes = new byte[file.Length - read];
            int whole = bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).LastIndexOf((byte)'\n') + 1;
            read += whole;
            return [.. Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }
}

/// <summary>A checkpoint was written.</summary>
/// <param name="Step">Its step.</param>
internal sealed record CheckpointEvent(int Step);

/// <summary>What a run is doing: told when it changes, and now and then.</summary>
/// <param name="State">Whether it is trained now.</param>
internal sealed record StateEvent(RunState State);
