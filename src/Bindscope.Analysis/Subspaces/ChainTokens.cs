using Bindscope.Analysis.Probes;
using Bindscope.Analysis.Probes.Regression;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Subspaces;

/// <summary>The right-hand sides of the query's chain, or tokens just after them, and what the classifiers are to say of them.</summary>
internal sealed class ChainTokens
{
    /// <summary>The farthest token: the next line's equals sign, or after the last line the query's variable.</summary>
    internal const int MaximumOffset = 3;

    /// <summary>What an offset says.</summary>
    internal const string OffsetMeans =
        "0 for the chain's right-hand sides, 1 for the newlines after them, 2 and 3 for the tokens after those";

    private readonly int offset;
    private readonly IReadOnlyList<SymbolicProgram> programs;
    private readonly Execution[] executions;

    /// <summary>The tokens of some programs.</summary>
    /// <param name="programs">The programs.</param>
    /// <param name="offset">0 for the right-hand side, 1 for the newline after it, up to <see cref="MaximumOffset"/>.</param>
    internal ChainTokens(IReadOnlyList<SymbolicProgram> programs, int offset)
    {
        this.offset = offset;
        this.programs = programs;
        executions = [.. programs.Select(Interpreter.Run)];
    }

    /// <summary>Each program's tokens, from the root on, 0-based.</summary>
    internal int[][] Places =>
        [.. executions.Select(execution => execution.ChainLines.Select(line => Positions.Right(line) + offset).ToArray())];

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
