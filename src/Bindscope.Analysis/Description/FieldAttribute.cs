using System.Globalization;
using Bindscope.Analysis.Results;
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

    /// <summary>Whether it chooses what is asked about, such as programs of two hops alone: an answer to another choice speaks of something else, where
    /// one with other numbers of programs is a larger or smaller sample of the same.</summary>
    public bool Chooses { get; init; }

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

/// <summary>A checkpoint: its step, <c>last</c>, or <c>all</c>, which is null.</summary>
public sealed class StepForm : IFieldForm
{
    /// <summary>Stands for the last checkpoint until the run is known.</summary>
    public const int Last = -1;

    private const string NameOfLast = "last";
    private const string NameOfAll = "all";

    /// <inheritdoc/>
    public object? Read(string text, Run run) => text == NameOfAll ? null : RunCheckpoint.StepOf(run, text);

    /// <inheritdoc/>
    public string Write(object? value) => value switch
    {
        null => NameOfAll,
        Last => NameOfLast,
        _ => string.Format(CultureInfo.InvariantCulture, "{0}", value),
    };
}

/// <summary>A run: its folder, which is named by its name under <c>runs/</c> or by a path.</summary>
public sealed class RunForm : IFieldForm
{
    /// <inheritdoc/>
    public object Read(string text, Run run) => Runs.Run.Named(text).Directory;

    /// <inheritdoc/>
    public string Write(object? value) => (string?)value ?? "";
}

/// <summary>Describes the field that holds the checkpoint a question is about.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class StepAttribute : FieldAttribute
{
    /// <summary>The checkpoint.</summary>
    /// <param name="orAll">Whether null stands for all checkpoints.</param>
    public StepAttribute(bool orAll = false)
        : base(orAll ? "a checkpoint's step, last, or all" : "the checkpoint's step, or last")
    {
        Form = typeof(StepForm);
        Folder = "{0:D6}";
    }
}
