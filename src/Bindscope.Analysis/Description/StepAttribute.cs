namespace Bindscope.Analysis.Description;

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
