namespace Bindscope.Analysis.Accuracy;

/// <summary>A split that no training sees.</summary>
public enum HeldBackSplit
{
    /// <summary>The test split; its first programs are those that training evaluates on.</summary>
    Test,

    /// <summary>The validation split.</summary>
    Validation,
}
