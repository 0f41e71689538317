namespace Bindscope.Errors;

/// <summary>Writes names into commands that are to be copied into a shell.</summary>
public static class ShellWord
{
    /// <summary>A text as one word of a command line, in quotes where it needs them.</summary>
    /// <param name="text">A name or a path.</param>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ',' or '/')
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
