using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching.Single;
using Bindscope.Errors;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;

namespace Bindscope.Analysis.Live;

/// <summary>The program that a run's pages begin with.</summary>
public static class ExampleProgram
{
    /// <summary>The lines from which on an answer cannot be had by guessing line 1's or line 2's digit.</summary>
    private const int LateLine = 3;

    /// <summary>
    /// The first test program with the longest chain whose answer stands behind the lines that the heuristic looks at, with its default
    /// counterfactual; where there is none, the first with the longest chain.
    /// </summary>
    /// <param name="test">A run's test set.</param>
    /// <exception cref="UserException">The test set is empty.</exception>
    public static ProgramPair Of(IReadOnlyList<SymbolicProgram> test)
    {
        SymbolicProgram? chosen = test
            .Select(program => (Program: program, Execution: Interpreter.Run(program)))
            .OrderByDescending(one => one.Execution.Hops)
            .ThenByDescending(one => one.Execution.RootLine >= LateLine)
            .Select(one => one.Program)
            .FirstOrDefault();
        return chosen is null
            ? throw new UserException("the run has no test programs", "train with data.test of 1 or more", 3)
            : ResidualMap.WithOtherDigit(chosen, new Seed(0));
    }
}
