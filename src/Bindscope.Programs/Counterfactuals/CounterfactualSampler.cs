using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;

namespace Bindscope.Programs.Counterfactuals;

/// <summary>Draws counterfactuals that suit a program, all that do equally likely.</summary>
/// <remarks>None of them makes a line <c>a=a</c>, which models never see.</remarks>
public static class CounterfactualSampler
{
    /// <summary>Draws another digit for the root.</summary>
    /// <param name="program">The base program.</param>
    /// <param name="random">The source of chance; moves on.</param>
    /// <param name="digitCount">The digits are 0 and up to this number, 2-10.</param>
    public static Counterfactual.RootDigit RootDigit(SymbolicProgram program, ref RandomStream random, int digitCount = 10)
    {
        char old = program.Lines[Interpreter.Run(program).RootLine - 1].Right;
        return Pick(Digits(digitCount).Where(digit => digit != old).Select(digit => new Counterfactual.RootDigit(digit)), ref random)!;
    }

    /// <summary>Draws two lines, at least one on the query's chain, which exchange names so that the query resolves to another digit.</summary>
    /// <param name="program">The base program.</param>
    /// <param name="random">The source of chance; moves on.</param>
    /// <returns>The exchange, the line on the chain first; null where no exchange changes the answer.</returns>
    public static Counterfactual.ExchangedNames? ExchangedNames(SymbolicProgram program, ref RandomStream random)
    {
        var execution = Interpreter.Run(program);
        return Pick(
            from line in execution.ChainLines
            from other in Enumerable.Range(1, program.Lines.Length)
            where line < other || !execution.ChainLines.Contains(other) // a pair within the chain counts once
            let exchange = new Counterfactual.ExchangedNames(line, other)
            where TryApply(exchange, program) is { } changed && Interpreter.Run(changed).Value != execution.Value
            select exchange,
            ref random);
    }

    /// <summary>Draws another constant's line with which the root's exchanges names: the query's chain begins there and goes on over the same lines.</summary>
    /// <param name="program">The base program.</param>
    /// <param name="random">The source of chance; moves on.</param>
    /// <param name="leastLine">The first line that may become the root, 1-based.</param>
    /// <returns>The exchange, the root's line first; null where there is none.</returns>
    /// <remarks>
    /// Every digit stays where it stands: which of two lines the chain begins with is all that differs, and what depends on it. The names are bound on no
    /// other line, which a model might take for the root instead.
    /// </remarks>
    public static Counterfactual.ExchangedNames? ExchangedRoot(SymbolicProgram program, ref RandomStream random, int leastLine = 1)
    {
        var execution = Interpreter.Run(program);
        Assignment root = program.Lines[execution.RootLine - 1];
        return Pick(
            from line in Enumerable.Range(leastLine, Math.Max(0, program.Lines.Length - leastLine + 1))
            let there = program.Lines[line - 1]
            where there.IsConstant && there.Right != root.Right && there.Name != root.Name
            where program.Lines.Count(one => one.Name == root.Name || one.Name == there.Name) == 2
            let exchange = new Counterfactual.ExchangedNames(execution.RootLine, line)
            where TryApply(exchange, program) is { } changed && HasChain(changed, [line, .. execution.ChainLines.Skip(1)])
            select exchange,
            ref random);
    }

    /// <summary>Draws another line for the root, such that the query's chain goes from there over the same lines as before.</summary>
    /// <param name="program">The base program.</param>
    /// <param name="keepDigit">Whether the root keeps its digit.</param>
    /// <param name="random">The source of chance; moves on.</param>
    /// <param name="digitCount">The digits are 0 and up to this number, 3-10.</param>
    /// <returns>The move; null where the root cannot move.</returns>
    /// <remarks>
    /// The root changes places with a line that holds another digit, and a new digit differs from both. So a patch from this source tells three
    /// ways of carrying a binding apart by the answer: the root's digit in the source (the value was carried), the digit that the <em>base</em>
    /// has on the root's new line (a pointer to that line was carried), or the base's answer (nothing was).
    /// With the digit kept, the first and the last are the same.
    /// </remarks>
    public static Counterfactual.MovedRoot? MovedRoot(SymbolicProgram program, bool keepDigit, ref RandomStream random, int digitCount = 10)
    {
        var execution = Interpreter.Run(program);
        char old = program.Lines[execution.RootLine - 1].Right;
        return Pick(
            from line in Enumerable.Range(1, program.Lines.Length)
            let there = program.Lines[line - 1]
            where there.IsConstant && there.Right != old
            from digit in Digits(digitCount)
            where keepDigit ? digit == old : digit != old && digit != there.Right
            let move = new Counterfactual.MovedRoot(line, digit)
            where TryApply(move, program) is { } changed && HasChain(changed, [line, .. execution.ChainLines.Skip(1)])
            select move,
            ref random);
    }

    /// <summary>Draws a line and another right-hand side for it.</summary>
    /// <param name="program">The base program.</param>
    /// <param name="random">The source of chance; moves on.</param>
    /// <param name="digitCount">The digits are 0 and up to this number, 2-10.</param>
    public static Counterfactual.ReplacedRight ReplacedRight(SymbolicProgram program, ref RandomStream random, int digitCount = 10)
    {
        int line = 1 + random.Next(program.Lines.Length);
        IEnumerable<char> bound = program.Lines.Take(line - 1).Select(above => above.Name).Distinct();
        (char name, char old) = program.Lines[line - 1];
        IEnumerable<char> others = Digits(digitCount).Concat(bound).Where(right => right != old && right != name);
        return Pick(others.Select(right => new Counterfactual.ReplacedRight(line, right)), ref random)!;
    }

    private static IEnumerable<char> Digits(int count) => Enumerable.Range('0', count).Select(digit => (char)digit);

    /// <summary>The changed program; null where it cannot run or has a line such as <c>a=a</c>.</summary>
    private static SymbolicProgram? TryApply(Counterfactual counterfactual, SymbolicProgram program)
    {
        SymbolicProgram changed = counterfactual.Change(program);
        return Interpreter.CanRun(changed) && changed.Lines.All(line => line.Name != line.Right) ? changed : null;
    }

    private static bool HasChain(SymbolicProgram program, ReadOnlySpan<int> chain) =>
        Interpreter.Run(program).ChainLines.AsSpan().SequenceEqual(chain);

    private static T? Pick<T>(IEnumerable<T> candidates, ref RandomStream random)
        where T : Counterfactual
    {
        T[] all = [.. candidates];
        return all.Length == 0 ? null : all[random.Next(all.Length)];
    }
}
