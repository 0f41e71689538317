using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Training.Loop;

/// <summary>Counts what wrong predictions equal, and what a guesser's would on the same programs.</summary>
public sealed class WrongCounter
{
    private const int DigitCount = 10;
    private const int Decimals = 3;
    private int n;
    private int firstTwo;
    private int any;
    private double guessedByLine;
    private double guessedByDigit;
    private double anyGuessed;

    /// <summary>What was counted so far.</summary>
    public WrongTally Tally => new(
        n, firstTwo, Math.Round(Math.Max(guessedByLine, guessedByDigit), Decimals), any, Math.Round(anyGuessed, Decimals));

    /// <summary>Counts a prediction if it is wrong.</summary>
    /// <param name="program">The program.</param>
    /// <param name="execution">Its execution.</param>
    /// <param name="prediction">The token id that was predicted.</param>
    public void Add(SymbolicProgram program, Execution execution, int prediction)
    {
        if (prediction == execution.Value)
        {
            return;
        }

        int[] constants = [.. program.Lines.Where(line => line.IsConstant).Select(line => line.Right - '0')];
        int[] first = [.. constants.Take(2)];
        int[] wrong = [.. constants.Where(digit => digit != execution.Value)];
        int[] different = [.. wrong.Distinct()];
        n++;
        firstTwo += first.Contains(prediction) ? 1 : 0;
        any += constants.Contains(prediction) ? 1 : 0;
        guessedByLine += Share(wrong, first.Contains);
        guessedByDigit += Share(different, first.Contains);
        anyGuessed += different.Length / (DigitCount - 1.0);
    }

    private static double Share(int[] digits, Func<int, bool> counts) => digits.Length == 0 ? 0 : (double)digits.Count(counts) / digits.Length;
}
