using Bindscope.Analysis.Probes;
using Bindscope.Analysis.Probes.Regression;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Subspaces;

/// <summary>The right-hand sides of the query's chain, and what the classifiers are to say of them.</summary>
internal sealed class ChainTokens
{
    private readonly IReadOnlyList<SymbolicProgram> programs;
    private readonly Execution[] executions;

    internal ChainTokens(IReadOnlyList<SymbolicProgram> programs)
    {
        this.programs = programs;
        executions = [.. programs.Select(Interpreter.Run)];
    }

    /// <summary>Each program's tokens, from the root on.</summary>
    internal int[][] Places => [.. executions.Select(execution => execution.ChainLines.Select(Positions.Right).ToArray())];

    /// <summary>Means over programs of what is measured at the tokens.</summary>
    internal PerProgram ByProgram => new([.. executions.Select(execution => execution.Hops)]);

    /// <summary>The digit that each token resolves to, or the letter that its line binds.</summary>
    internal ClassLabels Labels(SubspaceTarget target, int digits) => target == SubspaceTarget.Digit
        ? new ClassLabels([.. executions.SelectMany(execution => Enumerable.Repeat(execution.Value, execution.Hops))], digits)
        : new ClassLabels(
            [.. executions.SelectMany((execution, i) => execution.ChainLines.Select(line => programs[i].Lines[line - 1].Name - 'a'))], 26);

    /// <summary>A class as a user knows it.</summary>
    internal static string ClassName(SubspaceTarget target, int number) =>
        target == SubspaceTarget.Digit ? $"digit {number}" : $"name {(char)('a' + number)}";
}
