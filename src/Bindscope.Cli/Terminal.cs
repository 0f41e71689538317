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
        Console.In,
        new StreamWriter(StandardOutput.Open(), bufferSize: BufferSize),
        new StandardError(Console.Error),
        !Console.IsOutputRedirected,
        !Console.IsErrorRedirected);

    /// <summary>Writes out what is still buffered.</summary>
    public void Dispose() => Out.Flush();
}
