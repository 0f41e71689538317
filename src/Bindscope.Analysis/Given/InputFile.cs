using System.Text;
using Bindscope.Errors;
using Bindscope.Model.Weights;

namespace Bindscope.Analysis.Given;

/// <summary>Reads texts that a user names, up to a size beyond which they are something else: a device, or a file of another kind.</summary>
public static class InputFile
{
    /// <summary>Characters that a program may have.</summary>
    public const int Program = 1 << 20;

    /// <summary>Characters that a JSON or Markdown file may have.</summary>
    public const int Document = 1 << 26;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">Characters that it may have.</param>
    /// <returns>Its text, read as UTF-8.</returns>
    /// <exception cref="UserException">It cannot be read (3), or is larger (2).</exception>
    public static string Read(string path, int most)
    {
        try
        {
            using var reader = new StreamReader(path, Encoding.UTF8);
            return Read(reader, path, most, CancellationToken.None);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UserException(
                $"{path} cannot be read: {(Directory.Exists(path) ? "it is a folder" : FileProblem.Of(unreadable).Reason)}",
                "name a file that exists and that you may read",
                3,
                unreadable);
        }
    }

    /// <summary>Reads to the end.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="name">What it is called, for the message.</param>
    /// <param name="most">Characters that it may have.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <returns>The text.</returns>
    /// <exception cref="UserException">There are more.</exception>
    public static string Read(TextReader reader, string name, int most, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var block = new char[1 << 14];
        while (reader.Read(block, 0, block.Length) is > 0 and int count)
        {
            cancellation.ThrowIfCancellationRequested();
            text.Append(block, 0, count);
            if (text.Length > most)
            {
                throw new UserException($"{name} has more than {most >> 10} thousand characters: that is another kind of file", "name the right file");
            }
        }

        return text.ToString();
    }
}
