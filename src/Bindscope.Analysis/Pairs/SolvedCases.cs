using System.Collections.Immutable;
using Bindscope.Analysis.Results;
using Bindscope.Model;
using Bindscope.Programs.Language;
using Bindscope.Training.Loop;

namespace Bindscope.Analysis.Pairs;

/// <summary>Cases made from programs of a test set, of which the model solves every program.</summary>
/// <typeparam name="T">A case.</typeparam>
/// <param name="Tried">Programs that were looked at.</param>
/// <param name="Possible">Of those, the ones from which such a case can be made.</param>
/// <param name="Cases">Of those, the ones that are used.</param>
internal sealed record SolvedCases<T>(int Tried, int Possible, ImmutableArray<T> Cases)
    where T : class
{
    /// <summary>How many cases are looked at for one that is solved.</summary>
    private const int Patience = 12;

    /// <summary>Draws until there are enough, or no programs left.</summary>
    /// <param name="model">Decides what is solved.</param>
    /// <param name="members">The programs' places in the test set.</param>
    /// <param name="selection">How many are wanted, and whether they must be solved.</param>
    /// <param name="draw">Makes the case of a program; null where it has none.</param>
    /// <param name="programs">The programs of a case, each with its answer.</param>
    /// <param name="work">How it is run.</param>
    internal static SolvedCases<T> Draw(
        Transformer model,
        int[] members,
        PairSelection selection,
        Func<int, T?> draw,
        Func<T, IEnumerable<(SymbolicProgram Program, int Answer)>> programs,
        Work work)
    {
        var cases = ImmutableArray.CreateBuilder<T>();
        (int tried, int possible) = (0, 0);
        while (cases.Count < selection.Programs && tried < members.Length && possible < (long)selection.Programs * Patience)
        {
            int[] block = members[tried..Math.Min(members.Length, tried + Math.Max(32, 2 * (selection.Programs - cases.Count)))];
            T[] drawn = [.. block.Select(draw).OfType<T>()];
            bool[] solved = selection.Solved == SolvedRule.All ? [.. drawn.Select(_ => true)] : Solved(model, drawn, programs, work);
            tried += block.Length;
            possible += drawn.Length;
            cases.AddRange(drawn.Where((_, i) => solved[i]).Take(selection.Programs - cases.Count));
        }

        return new SolvedCases<T>(tried, possible, cases.ToImmutable());
    }

    /// <summary>Those cases of which the model solves every program.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="programs">The programs of a case, each with its answer.</param>
    /// <param name="work">How it is run.</param>
    internal static ImmutableArray<T> Of(
        Transformer model, ImmutableArray<T> cases, Func<T, IEnumerable<(SymbolicProgram Program, int Answer)>> programs, Work work)
    {
        bool[] solved = Solved(model, [.. cases], programs, work);
        return [.. cases.Where((_, i) => solved[i])];
    }

    private static bool[] Solved(
        Transformer model, T[] cases, Func<T, IEnumerable<(SymbolicProgram Program, int Answer)>> programs, Work work)
    {
        var all = cases.SelectMany((one, i) => programs(one).Select(program => (Case: i, program.Program, program.Answer))).ToArray();
        int[] answers = Predictor.Answers(model, [.. all.Select(one => one.Program)], work.Workers, work.Cancellation);
        var solved = Enumerable.Repeat(true, cases.Length).ToArray();
        for (int i = 0; i < all.Length; i++)
        {
            solved[all[i].Case] &= answers[i] == all[i].Answer;
        }

        return solved;
    }
}
