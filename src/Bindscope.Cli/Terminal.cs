namespace Bindscope.Cli;

/// <summary>Where a command reads and writes: results to <see cref="Out"/>, progress and errors to <see cref="Error"/>.</summary>
/// <param name="In">Standard input.</param>
/// <param name="Out">The result; buffered, and written out when the command ends.</param>
/// <param name="Error">Progress, warnings and errors; written at once.</param>
/// <param name="IsOutAScreen">Whether somebody reads <paramref name="Out"/>, rather than a program.</param>
/// <param name="IsErrorAScreen">Whether somebody watches <paramref name="Error"/>, so that a display may redraw itself there.</param>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error, bool IsOutAScreen, bool IsErrorAScreen) : IDisposable
{
    private const int BufferSize = 1 << 16;

    /// <summary>The process's own streams.</summary>
    public static Terminal OfTheProcess() => new(
        StandardStreams.IsInputClosed ? new ClosedInput() : Console.In,
        new StreamWriter(StandardOutput.Open(), bufferSize: BufferSize),
        StandardError.OfTheProcess(),
        !StandardStreams.IsOutputClosed && !Console.IsOutputRedirected,
        !StandardStreams.IsErrorClosed && !Console.IsErrorRedirected)
    {
        // 0 where the screen does not tell.
        Width = () => Console.WindowWidth is > 0 and int width ? width : int.MaxValue,
    };

    /// <summary>How many characters fit on a line of the screen.</summary>
    public Func<int> Width { get; init; } = () => int.MaxValue;

    /// <summary>Draws the last line of <see cref="Error"/> anew, on a screen.</summary>
    /// <param name="line">What to show, cut to the screen's width: of a line that wraps only the end could be taken back. Empty to leave the line.</param>
    public void Redraw(string line)
    {
        int width = Width();
        Error.Write("\r\u001b[K" + (line.Length < width ? line : line[..(width - 1)]));
    }

    /// <summary>Writes out what is still buffered.</summary>
    public void Dispose() => Out.Flush();
}

/// <summary>Standard input that the caller closed: reading says so.</summary>
internal sealed class ClosedInput : TextReader
{
    /// <inheritdoc/>
    public override int Read() => throw new IOException("standard input is closed");

    /// <inheritdoc/>
    public override int Peek() => throw new IOException("standard input is closed");

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count) => throw new IOException("standard input is closed");
}
