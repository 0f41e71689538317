using System.Globalization;
using Bindscope.Analysis.Results;
using Bindscope.Runs;

namespace Bindscope.Analysis.Description;

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
