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
