using System.Collections.Immutable;
using Bindscope.Analysis.Results;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Training.Loop;

namespace Bindscope.Analysis.Mechanisms;

/// <summary>
/// Asks the same programs with the queried name bound once, twice, three and four times. Lines above that the query does not depend on get its name, so
/// nothing else changes: answer, hops and chain stay, and only what is latest decides.
/// </summary>
internal static class OverwrittenNames
{
    /// <summary>The most bindings before the one that counts.</summary>
    internal const int Most = 3;

    /// <summary>How often programs are answered right, and with a digit that the name had before.</summary>
    /// <param name="model">The model.</param>
    /// <param name="programs">Where programs are taken from, in this order.</param>
    /// <param name="count">How many are wanted.</param>
    /// <param name="seed">Draws the lines.</param>
    /// <param name="work">How it is run.</param>
    /// <returns>By the number of earlier bindings, from 0; nothing where no program has enough lines for them.</returns>
    internal static ImmutableArray<OverwrittenName> Of(
        Transformer model, IReadOnlyList<SymbolicProgram> programs, int count, Seed seed, Work work)
    {
        SymbolicProgram[][] variants =
            [.. programs.Select((program, i) => Variants(program, seed.Split(i))).OfType<SymbolicProgram[]>().Take(count)];
        if (variants.Length == 0)
        {
            return [];
        }

        int[] answers = Predictor.Answers(model, [.. variants.SelectMany(one => one)], work.Workers, work.Cancellation);
        return
        [
            .. Enumerable.Range(0, Most + 1).Select(again =>
            {
                Proportion Share(Func<int, bool> holds) => Proportion.OfCounts(Enumerable.Range(0, variants.Length).Count(holds), variants.Length);
                int Answer(int program, int times) => answers[(program * (Most + 1)) + times];
                HashSet<int> Stale(int program) =>
                [
                    .. Interpreter.Run(variants[program][again]).Lines
                        .Where((_, line) => WasRenamed(variants[program], line, again)).Select(state => state.Value),
                ];
                return new OverwrittenName(
                    again,
                    Share(program => Answer(program, again) == Interpreter.Run(variants[program][0]).Value),
                    Share(program => Stale(program).Contains(Answer(program, again))),
                    Share(program => Stale(program).Contains(Answer(program, 0))));
            }),
        ];
    }

    /// <summary>The program with 0, 1, 2, ... earlier bindings of the queried name; null where it has too few lines for them.</summary>
    internal static SymbolicProgram[]? Variants(SymbolicProgram program, Seed seed)
    {
        Execution execution = Interpreter.Run(program);
        int last = execution.ChainLines[^1];
        if (program.Lines.Count(line => line.Name == program.Query) > 1)
        {
            return null;
        }

        int[] free =
        [
            .. Enumerable.Range(1, last - 1).Where(line => !execution.ChainLines.Contains(line)
                && execution.Lines[line - 1].Value != execution.Value && !IsUsed(program, line)),
        ];
        if (free.Length < Most)
        {
            return null;
        }

        int[] chosen = [.. Shuffle.Of(free, seed.Stream().Next).Take(Most)];
        SymbolicProgram[] variants =
        [
            .. Enumerable.Range(0, Most + 1).Select(again => program with
            {
                Lines = [.. program.Lines.Select((line, i) => Array.IndexOf(chosen, i + 1, 0, again) >= 0 ? line with { Name = program.Query } : line)],
            }),
        ];
        return variants.All(one => Interpreter.CanRun(one) && Interpreter.Run(one).ChainLines.AsSpan().SequenceEqual(execution.ChainLines.AsSpan()))
            ? variants
            : null;
    }

    /// <summary>Whether a later line takes the value of this one.</summary>
    private static bool IsUsed(SymbolicProgram program, int line)
    {
        char name = program.Lines[line - 1].Name;
        foreach (Assignment later in program.Lines.Skip(line))
        {
            if (later.Right == name)
            {
                return true;
            }

            if (later.Name == name)
            {
                return false;
            }
        }

        return program.Query == name;
    }

    private static bool WasRenamed(SymbolicProgram[] variants, int line, int again) =>
        variants[again].Lines[line].Name != variants[0].Lines[line].Name;
}
