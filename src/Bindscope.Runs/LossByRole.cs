using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Runs;

/// <summary>
/// What a model pays for the tokens of a program, apart by what they are: the mean over programs, in nats per program. The parts add up to the
/// loss of causal language modelling times the number of tokens. <see cref="Bindscope.Programs.Generation.KnowledgeFloors"/> are the least that
/// each can be.
/// </summary>
/// <param name="N">Programs.</param>
/// <param name="LeftHandSide">Names on the left, from line 2 on.</param>
/// <param name="RightHandSideKind">That a right-hand side is a digit, or that it is a variable.</param>
/// <param name="RightHandSideDigit">Which digit, where it is one: given that it is a digit.</param>
/// <param name="RightHandSideVariable">Which variable, where it is one: given that it is a variable.</param>
/// <param name="Query">The queried variable.</param>
/// <param name="Answer">The answer at the colon.</param>
/// <param name="Fixed">Signs that stand at the same place in every program: equals signs, newlines, <c>#</c> and <c>:</c>.</param>
/// <remarks>The choice of a right-hand side pays for tracking depth, which the generator prefers; so this shows what is being learned while
/// accuracy stands still. A model that is trained on answers alone has no reason to predict anything else.</remarks>
public sealed record LossByRole(
    int N,
    double LeftHandSide,
    double RightHandSideKind,
    double RightHandSideDigit,
    double RightHandSideVariable,
    double Query,
    double Answer,
    double Fixed)
{
    private const int FirstName = Tokenizer.DigitCount;
    private const int Names = 26;

    /// <summary>All of it: nats per program.</summary>
    /// <returns>The sum of the parts.</returns>
    public double Total() => LeftHandSide + RightHandSideKind + RightHandSideDigit + RightHandSideVariable + Query + Answer + Fixed;

    /// <summary>What is paid for one program.</summary>
    /// <param name="program">The program, n lines.</param>
    /// <param name="answer">Its answer, 0-9.</param>
    /// <param name="logits">The model's logits at each token of its prompt, [4n+3, V].</param>
    public static LossByRole Of(SymbolicProgram program, int answer, ReadOnlySpan<float> logits)
    {
        ArgumentNullException.ThrowIfNull(program);
        int[] tokens = Tokenizer.Encode(program);
        int lines = program.Lines.Length;
        double left = 0, kind = 0, digit = 0, variable = 0, query = 0, sign = 0;
        for (int t = 1; t < tokens.Length; t++)
        {
            var row = logits.Slice((t - 1) * Tokenizer.VocabularySize, Tokenizer.VocabularySize);
            double all = LogSumExp(row);
            double loss = all - row[tokens[t]];
            if (t == Positions.QueryVariable(lines))
            {
                query += loss;
            }
            else if (t >= Positions.Hash(lines) || t % 4 is 1 or 3)
            {
                sign += loss;
            }
            else if (t % 4 == 0)
            {
                left += loss;
            }
            else
            {
                bool constant = tokens[t] < FirstName;
                double group = LogSumExp(constant ? row[..FirstName] : row.Slice(FirstName, Names));
                kind += all - group;
                (digit, variable) = constant ? (digit + group - row[tokens[t]], variable) : (digit, variable + group - row[tokens[t]]);
            }
        }

        var last = logits.Slice((tokens.Length - 1) * Tokenizer.VocabularySize, Tokenizer.VocabularySize);
        return new LossByRole(1, left, kind, digit, variable, query, LogSumExp(last) - last[answer], sign);
    }

    /// <summary>The mean over several, in their order.</summary>
    /// <param name="parts">At least one.</param>
    public static LossByRole Mean(IReadOnlyList<LossByRole> parts)
    {
        int n = parts.Sum(part => part.N);
        double Of(Func<LossByRole, double> role) => parts.Sum(part => role(part) * part.N) / n;
        return new LossByRole(
            n, Of(part => part.LeftHandSide), Of(part => part.RightHandSideKind), Of(part => part.RightHandSideDigit),
            Of(part => part.RightHandSideVariable), Of(part => part.Query), Of(part => part.Answer), Of(part => part.Fixed));
    }

    internal IEnumerable<string> Problems(int n)
    {
        double[] parts = [LeftHandSide, RightHandSideKind, RightHandSideDigit, RightHandSideVariable, Query, Answer, Fixed];
        if (N < 1 || N > n)
        {
            yield return "lossByRole.n is outside 1 to n";
        }

        if (!parts.All(part => double.IsFinite(part) && part >= -1e-6))
        {
            yield return "lossByRole holds a loss that is negative or not a finite number";
        }
    }

    private static double LogSumExp(ReadOnlySpan<float> row)
    {
        double largest = double.NegativeInfinity;
        foreach (float value in row)
        {
            largest = Math.Max(largest, value);
        }

        double sum = 0;
        foreach (float value in row)
        {
            sum += Math.Exp(value - largest);
        }

        return largest + Math.Log(sum);
    }
}
