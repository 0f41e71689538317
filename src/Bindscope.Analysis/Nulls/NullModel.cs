namespace Bindscope.Analysis.Nulls;

/// <summary>Models without variable binding. What they score on a criterion, it does not show.</summary>
public enum NullModel
{
    /// <summary>Says any digit.</summary>
    UniformDigit,

    /// <summary>Says any of the program's constants, every line with one alike.</summary>
    UniformConstant,

    /// <summary>Says line 1's digit always.</summary>
    FirstLine,

    /// <summary>Is right as often as the model that it is held against, on programs chosen at random, and guesses the others.</summary>
    RandomShare,
}
