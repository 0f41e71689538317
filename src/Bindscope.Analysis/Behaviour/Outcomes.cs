using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Behaviour;

/// <summary>Sorts predictions into outcome classes.</summary>
internal static class Outcomes
{
    internal static Outcome Of(int prediction, SymbolicProgram program, Execution execution)
    {
        if (prediction == execution.Value)
        {
            return Outcome.Right;
        }

        if (prediction >= Tokenizer.DigitCount)
        {
            return Outcome.NonDigit;
        }

        int[] constants = [.. program.Lines.Where(line => line.IsConstant).Select(line => line.Right - '0')];
        return Array.IndexOf(constants, prediction) switch
        {
            < 0 => Outcome.AbsentDigit,
            0 => Outcome.FirstLine,
            1 => Outcome.SecondConstant,
            _ => Outcome.OtherConstant,
        };
    }
}

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
