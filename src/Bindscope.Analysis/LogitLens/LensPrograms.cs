using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions.Metrics;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.LogitLens;

/// <summary>The programs of one group, and how they are read.</summary>
internal sealed record LensPrograms(
    int Hops, AnswerLineGroup AnswerLine, ImmutableArray<SymbolicProgram> Programs, ImmutableArray<Execution> Executions)
{
    internal LensGroup Read(Transformer model)
    {
        Lens lens = Lens.Of(model, Programs);
        var all = Bootstraps.Of(Programs.Length);
        // Where line 1 holds the answer's digit, there is nothing to compare.
        int[] differ = [.. Enumerable.Range(0, Programs.Length).Where(row => First(row) != Executions[row].Value)];
        Bootstrap? some = differ.Length > 0 ? Bootstraps.Of(differ.Length) : null;
        return new LensGroup(
            Hops,
            AnswerLine,
            Programs.Length,
            [
                .. from role in TokenRole.Chain(Hops)
                   from layer in Enumerable.Range(1, model.Spec.Layers + 1)
                   select Cell(lens, layer, role, differ, all, some),
            ]);
    }

    private LensCell Cell(Lens lens, int layer, TokenRole role, int[] differ, Bootstrap all, Bootstrap? some)
    {
        int rows = Programs.Length;
        var probabilities = new double[rows][];
        var differences = new double[rows];
        var tops = new int[rows];
        double mass = 0;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> logits = lens[layer, row, role.PositionIn(Executions[row])];
            ReadOnlySpan<float> digits = logits[..Tokenizer.DigitCount];
            tops[row] = LogitMetrics.Top(digits);
            probabilities[row] = Logits.Probabilities(digits);
            differences[row] = digits[Executions[row].Value] - (double)digits[First(row)];
            mass += Share(logits);
        }

        Proportion? firstLine = some is null ? null : Proportion.OfCounts(differ.Count(row => tops[row] == First(row)), differ.Length);
        return new LensCell(
            layer,
            role,
            Proportion.OfCounts(Enumerable.Range(0, rows).Count(row => tops[row] == Executions[row].Value), rows),
            firstLine,
            all.Mean([.. Enumerable.Range(0, rows).Select(row => probabilities[row][Executions[row].Value])]),
            some?.Mean([.. differ.Select(row => probabilities[row][First(row)])]),
            some?.Mean([.. differ.Select(row => differences[row])]),
            [.. Enumerable.Range(0, Tokenizer.DigitCount).Select(digit => probabilities.Average(one => one[digit]))],
            mass / rows);
    }

    private int First(int row) => Programs[row].Lines[0].Right - '0';

    /// <summary>The probability of the digits together, among all tokens.</summary>
    private static double Share(ReadOnlySpan<float> logits)
    {
        float top = logits[0];
        foreach (float logit in logits)
        {
            top = Math.Max(top, logit);
        }

        (double digits, double sum) = (0, 0);
        for (int token = 0; token < logits.Length; token++)
        {
            double share = Math.Exp((double)logits[token] - top);
            sum += share;
            digits += token < Tokenizer.DigitCount ? share : 0;
        }

        return digits / sum;
    }
}
