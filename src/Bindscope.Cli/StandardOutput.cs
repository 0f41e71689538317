using System.Runtime.InteropServices;
using Bindscope.Errors;

namespace Bindscope.Cli;

/// <summary>Standard output that notices when nobody reads it any more, as after <c>| head</c>.</summary>
/// <remarks>The runtime's own stream drops what a closed pipe refuses, so that a long listing would go on to its end unread.</remarks>
internal sealed partial class StandardOutput : Stream
{
    private const int BrokenPipe = 32;
    private const int Interrupted = 4;

    private bool isClosed;

    private StandardOutput()
    {
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The process's standard output.</summary>
    public static Stream Open() => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new StandardOutput();

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">The reader is gone: the command can stop.</exception>
    /// <exception cref="UserException">The disk is full, for instance; what comes after is dropped.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (StandardStreams.IsOutputClosed && !isClosed)
        {
            isClosed = true;
            throw new UserException("standard output is closed", "send the output somewhere: > file, or > /dev/null", 3);
        }

        while (buffer.Length > 0 && !isClosed)
        {
            var written = Write(1, buffer, buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == BrokenPipe)
            {
                isClosed = true;
                throw new OperationCanceledException("Nobody reads the output any more.");
            }

            if (error != Interrupted)
            {
                isClosed = true;
                throw new UserException(
                    $"standard output cannot be written: {Marshal.GetPInvokeErrorMessage(error)}", "free some space, or send the output elsewhere", 3);
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int file, ReadOnlySpan<byte> bytes, nint count);
}
