namespace Bindscope.Model.Weights;

/// <summary>Says in words why a file could not be read or written, and what to do about it.</summary>
public static class FileProblem
{
    /// <summary>The numbers that Linux gives these errors; .NET passes them on as the exception's HResult.</summary>
    private const int TooManyFiles = 24;
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;

    /// <summary>Whether an exception is about a file, and not a mistake of the program.</summary>
    /// <param name="exception">What reading or writing threw.</param>
    public static bool Is(Exception exception) => exception is IOException or UnauthorizedAccessException || IsFileTooLarge(exception);

    /// <summary>Whether an exception says that nothing may be written there: no permission, or a file system that is read-only.</summary>
    /// <param name="exception">What writing threw; null for nothing.</param>
    public static bool IsPermission(Exception? exception) =>
        exception is UnauthorizedAccessException or IOException { HResult: ReadOnlyFileSystem };

    /// <summary>The reason and the remedy.</summary>
    /// <param name="exception">One that <see cref="Is"/> says is about a file.</param>
    public static (string Reason, string Hint) Of(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => ("there is no such file", "check the path"),
        UnauthorizedAccessException => ("no permission", "change the owner or the permissions, or choose another folder"),
        _ when IsFileTooLarge(exception) =>
            ("the file would exceed the size limit of this process", "raise the limit (ulimit -f) and start again"),
        _ => exception.HResult switch
        {
            TooManyFiles => ("too many files are open at once", "raise the limit of this process (ulimit -n 1024) and start again"),
            NoSpace => ("the disk is full", "free some space and start again"),
            QuotaExceeded => ("the disk quota is used up", "free some space and start again"),
            ReadOnlyFileSystem => ("the file system is read-only", "choose a folder that can be written"),
            _ => (exception.Message.TrimEnd('.'), "check the path and the disk"),
        },
    };

    /// <summary>What .NET makes of Linux's EFBIG: an error of an argument that nobody gave.</summary>
    private static bool IsFileTooLarge(Exception exception) =>
        exception is ArgumentOutOfRangeException { ParamName: "value", ActualValue: null };
}
