using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;

namespace Bindscope.Analysis.Behaviour;

/// <summary>A rule that says a digit to a program, or nothing where it does not apply.</summary>
public enum Heuristic
{
    /// <summary>The whole chain is followed: the answer.</summary>
    Chain,

    /// <summary>The digit on line 1; line 1 always holds one. The paper's line-1 heuristic.</summary>
    FirstLine,

    /// <summary>The digit on line 2, where there is one. The paper's line-2 heuristic.</summary>
    SecondLine,

    /// <summary>The second digit in reading order.</summary>
    SecondConstant,

    /// <summary>The last digit in reading order.</summary>
    LastConstant,

    /// <summary>The digit that stands on most lines; nothing where several do.</summary>
    MostFrequentConstant,

    /// <summary>What the deepest line holds; nothing where several are as deep and hold different digits.</summary>
    LongestChain,

    /// <summary>What the program's last line holds.</summary>
    LastLine,

    /// <summary>The right-hand side of the queried name's most recent assignment, where it is a digit: one hop.</summary>
    OneHop,

    /// <summary>The chain followed for up to two hops.</summary>
    TwoHops,

    /// <summary>What the queried name was bound to first; differs from the answer where it was bound again.</summary>
    FirstAssignment,

    /// <summary>
    /// The queried name's most recent right-hand side, then that name's most recent right-hand side in the whole program, and so on: as if
    /// values were looked up when asked for rather than when assigned. Nothing where that goes round in a circle.
    /// </summary>
    LateBinding,

    /// <summary>The digit that stands nearest above the queried name's most recent assignment, or on it.</summary>
    NearestConstant,
}

/// <summary>What each heuristic says.</summary>
internal static class HeuristicRules
{
    /// <summary>Said where a heuristic does not apply.</summary>
    internal const int Nothing = -1;

    /// <summary>All heuristics; where two say the same everywhere, the earlier one is the simpler explanation.</summary>
    internal static IReadOnlyList<Heuristic> All { get; } = Enum.GetValues<Heuristic>();

    /// <summary>The digit that a heuristic says, or <see cref="Nothing"/>.</summary>
    internal static int Says(Heuristic heuristic, SymbolicProgram program, Execution execution)
    {
        int[] constants = [.. program.Lines.Where(line => line.IsConstant).Select(Constant)];
        int queried = execution.ChainLines[^1];
        return heuristic switch
        {
            Heuristic.Chain => execution.Value,
            Heuristic.FirstLine => Constant(program.Lines[0]),
            Heuristic.SecondLine => program.Lines.Length > 1 ? Constant(program.Lines[1]) : Nothing,
            Heuristic.SecondConstant => constants.Length > 1 ? constants[1] : Nothing,
            Heuristic.LastConstant => constants[^1],
            Heuristic.MostFrequentConstant => OnlyOne(Largest(constants.CountBy(digit => digit), pair => pair.Value).Select(pair => pair.Key)),
            Heuristic.LongestChain => OnlyOne(Largest(execution.Lines, line => line.Depth).Select(line => line.Value)),
            Heuristic.LastLine => execution.Lines[^1].Value,
            Heuristic.OneHop => Constant(program.Lines[queried - 1]),
            Heuristic.TwoHops => execution.Hops <= 2 ? execution.Value : Nothing,
            Heuristic.FirstAssignment => execution.Lines[program.Lines.Select(line => line.Name).ToList().IndexOf(program.Query)].Value,
            Heuristic.LateBinding => Late(program),
            Heuristic.NearestConstant => Constant(program.Lines.Take(queried).Last(line => line.IsConstant)),
            _ => throw new InvalidOperationException($"no rule for {heuristic}"),
        };
    }

    private static int Constant(Assignment line) => line.IsConstant ? line.Right - '0' : Nothing;

    private static int OnlyOne(IEnumerable<int> digits)
    {
        int[] different = [.. digits.Distinct()];
        return different.Length == 1 ? different[0] : Nothing;
    }

    private static IEnumerable<T> Largest<T>(IEnumerable<T> items, Func<T, int> size)
    {
        T[] all = [.. items];
        int largest = all.Max(size);
        return all.Where(item => size(item) == largest);
    }

    private static int Late(SymbolicProgram program)
    {
        char name = program.Query;
        for (int hop = 0; hop < program.Lines.Length; hop++)
        {
            Assignment line = program.Lines.Last(candidate => candidate.Name == name);
            if (line.IsConstant)
            {
                return Constant(line);
            }

            name = line.Right;
        }

        return Nothing;
    }
}
