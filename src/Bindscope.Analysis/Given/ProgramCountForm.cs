using System.Globalization;
using Bindscope.Analysis.Description;
using Bindscope.Runs;

namespace Bindscope.Analysis.Given;

/// <summary>How many programs are wanted, on the command line, where a file of programs may stand instead: all of those are.</summary>
public sealed class ProgramCountForm : IFieldForm
{
    /// <summary>Whether a word is a number, and no file.</summary>
    /// <param name="text">The word.</param>
    public static bool IsNumber(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    /// <inheritdoc/>
    public object Read(string text, Run run) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int count) ? count : 1;

    /// <inheritdoc/>
    public string Write(object? value) => string.Format(CultureInfo.InvariantCulture, "{0}", value);
}
