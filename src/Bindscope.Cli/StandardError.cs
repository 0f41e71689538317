using System.Text;

namespace Bindscope.Cli;

/// <summary>Standard error that nobody need read: where it cannot be written, the command goes on without it.</summary>
/// <remarks>The terminal may have been closed, or the disk be full that a log is on. A training must still keep its checkpoint then, and
/// say nothing rather than end in the middle. The runtime's own stream throws there, but for a closed pipe.</remarks>
internal sealed class StandardError : TextWriter
{
    private readonly TextWriter process;

    /// <summary>Wraps a writer that may fail.</summary>
    /// <param name="process">The process's own.</param>
    public StandardError(TextWriter process)
        : base(process.FormatProvider)
        => this.process = process;

    /// <summary>The process's own; nothing where the caller closed it.</summary>
    public static TextWriter OfTheProcess() => StandardStreams.IsErrorClosed ? Null : new StandardError(Console.Error);

    /// <inheritdoc/>
    public override Encoding Encoding => process.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Try(() => process.Write(value));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(() => process.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Try(() => process.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(() => process.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Try(process.Flush);

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException)
        {
            // There is no other place to say so.
        }
    }
}
