namespace Bindscope.Analysis.Behaviour;

/// <summary>What kind of prediction a model made for one program; the first that fits.</summary>
public enum Outcome
{
    /// <summary>The answer.</summary>
    Right,

    /// <summary>Wrong: line 1's digit.</summary>
    FirstLine,

    /// <summary>Wrong: the second digit in reading order.</summary>
    SecondConstant,

    /// <summary>Wrong: another digit of the program.</summary>
    OtherConstant,

    /// <summary>Wrong: a digit that the program does not hold.</summary>
    AbsentDigit,

    /// <summary>Wrong: no digit at all.</summary>
    NonDigit,
}
