using System.Globalization;
using Bindscope.Analysis.Results;

namespace Bindscope.Cli.Verbs;

/// <summary>
/// Shows on standard error how far an analysis is and how long it still takes: one line, redrawn on a screen, else now and then.
/// </summary>
internal sealed class AnalysisDisplay(Terminal terminal, TimeProvider time) : IProgress<AnalysisProgress>, IDisposable
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan NewLine = TimeSpan.FromSeconds(20);

    private readonly Lock gate = new();
    private readonly long started = time.GetTimestamp();
    private long shown = time.GetTimestamp();
    private long? firstDone;
    private bool lineOpen;

    /// <inheritdoc/>
    public void Report(AnalysisProgress value)
    {
        lock (gate)
        {
            // What was finished by an earlier try came for nothing, and says nothing about the speed.
            firstDone ??= value.Done;
            if (time.GetElapsedTime(shown) < (terminal.IsErrorAScreen ? Redraw : NewLine))
            {
                return;
            }

            shown = time.GetTimestamp();
            string text = Line(value);
            if (terminal.IsErrorAScreen)
            {
                terminal.Redraw(text);
                lineOpen = true;
            }
            else
            {
                terminal.Error.WriteLine(text);
            }
        }
    }

    /// <summary>Leaves the redrawn line.</summary>
    public void Dispose()
    {
        if (lineOpen)
        {
            terminal.Redraw("");
            lineOpen = false;
        }
    }

    private string Line(AnalysisProgress value)
    {
        long done = value.Done - firstDone!.Value;
        TimeSpan spent = time.GetElapsedTime(started);
        string left = done > 0 ? $", {Duration(spent * ((double)(value.Total - value.Done) / done))} left" : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{value.Stage}: {100.0 * value.Done / Math.Max(1, value.Total):0} % of {value.Total:N0}{left}");
    }

    private static string Duration(TimeSpan span) =>
        span.ToString(span.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
}
