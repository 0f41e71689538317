namespace Bindscope.Cli;

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
