namespace Bindscope.Model.Weights;

/// <summary>Says in words why a file could not be read or written, and what to do about it.</summary>
public static class FileProblem
{
    /// <summary>The numbers that Linux gives these errors; .NET passes them on as the exception's HResult.</summary>
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;

    /// <summary>Whether an exception is about a file, and not a mistake of the program.</summary>
    /// <param name="exception">What reading or writing threw.</param>
    public static bool Is(Exception exception) => exception is IOException or UnauthorizedAccessException || IsFileTooLarge(exception);

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
