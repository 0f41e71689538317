using Bindscope.Runs;

namespace Bindscope.Analysis.Description;

/// <summary>Describes one field of a question: the option's help, the values that it may have, and what the folder's name tells of it.</summary>
/// <param name="description">What it says, in a few words.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public class FieldAttribute(string description) : Attribute
{
    /// <summary>What it says, in a few words.</summary>
    public string Description { get; } = description;

    /// <summary>The option's name; null to derive it from the field's: <c>--fit-programs</c> of FitPrograms.</summary>
    public string? Option { get; init; }

    /// <summary>The least value that is allowed.</summary>
    public double Least { get; init; } = double.NegativeInfinity;

    /// <summary>The value that it has to be above.</summary>
    public double Above { get; init; } = double.NegativeInfinity;

    /// <summary>The largest value that is allowed.</summary>
    public double Most { get; init; } = double.PositiveInfinity;

    /// <summary>How the folder's name tells the value, such as <c>after-{0}</c>; null where it does not.</summary>
    public string? Folder { get; init; }

    /// <summary>The option that says nothing where this field has a value; null for none.</summary>
    public string? InsteadOf { get; init; }

    /// <summary>The value that the option stands for when it is given without one; null for an option that takes a value.</summary>
    public string? Flag { get; init; }

    /// <summary>Whether there is no default.</summary>
    public bool Required { get; init; }

    /// <summary>The <see cref="IFieldForm"/> that reads the value where it is written in a form of its own; null for plain values.</summary>
    public Type? Form { get; init; }

    /// <summary>Signs between values of a list that stand in one word, beside the spaces between words.</summary>
    public string Separators { get; init; } = "";
}

/// <summary>A value's form on the command line.</summary>
public interface IFieldForm
{
    /// <summary>Reads a value.</summary>
    /// <param name="text">As a user writes it.</param>
    /// <param name="run">The run that is asked.</param>
    /// <exception cref="Errors.UserException">It is no such value.</exception>
    object? Read(string text, Run run);

    /// <summary>Writes a value as <see cref="Read"/> reads it.</summary>
    /// <param name="value">The value.</param>
    string Write(object? value);
}
