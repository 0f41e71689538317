using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions.Metrics;
using Bindscope.Model;
using Bindscope.Numerics;
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

/// <summary>
/// Reads the residual stream of every layer as if it were the last: through the last LayerNorm and the unembedding. One more reading than
/// the model has layers: what enters each, and what leaves the last.
/// </summary>
internal sealed class Lens : IActivationTap
{
    private readonly Transformer model;
    private readonly Tensor[] logits; // [B, T, V] each

    private Lens(Transformer model) => (this.model, logits) = (model, new Tensor[model.Spec.Layers + 1]);

    /// <summary>Tokens of each program.</summary>
    internal int Length { get; private init; }

    /// <summary>Logits of all tokens of the vocabulary.</summary>
    /// <param name="layer">The layer that the residual enters, 1-based.</param>
    /// <param name="row">The program, 0-based.</param>
    /// <param name="position">The token, 0-based.</param>
    internal ReadOnlySpan<float> this[int layer, int row, int position] =>
        logits[layer - 1].Row((row * Length) + position);

    /// <summary>Reads programs of equal length.</summary>
    internal static Lens Of(Transformer model, IReadOnlyList<SymbolicProgram> programs)
    {
        var prompts = Prompts.Of(programs);
        var lens = new Lens(model) { Length = prompts.Layout.Length };
        model.Residual(prompts.Tokens, prompts.Layout, lens);
        return lens;
    }

    public bool Wants(Site site) =>
        site.Kind == SiteKind.ResidualIn || (site.Kind == SiteKind.ResidualOut && site.Layer == model.Spec.Layers);

    public Tensor? Visit(Site site, Tensor value)
    {
        logits[site.Kind == SiteKind.ResidualIn ? site.Layer - 1 : site.Layer] = model.Unembed(model.FinalNorm(value)); // [B, T, V]
        return null;
    }
}
