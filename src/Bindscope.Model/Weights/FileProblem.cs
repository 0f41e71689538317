namespace Bindscope.Model.Weights;

/// <summary>Says in words why a file could not be read or written, and what to do about it.</summary>
internal static class FileProblem
{
    /// <summary>The numbers that Linux gives these errors; .NET passes them on as the exception's HResult.</summary>
    private const int FileTooLarge = 27;
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;

    internal static (string Reason, string Hint) Of(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => ("there is no such file", "check the path"),
        UnauthorizedAccessException => ("no permission", "change the owner or the permissions, or choose another folder"),
        _ => exception.HResult switch
        {
            NoSpace => ("the disk is full", "free some space and start again"),
            QuotaExceeded => ("the disk quota is used up", "free some space and start again"),
            FileTooLarge => ("the file would exceed the size limit of this process", "raise the limit (ulimit -f) and start again"),
            ReadOnlyFileSystem => ("the file system is read-only", "choose a folder that can be written"),
            _ => (exception.Message.TrimEnd('.'), "check the path and the disk"),
        },
    };
}
