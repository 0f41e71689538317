using Bindscope.Analysis.Probes.Regression;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Probes;

/// <summary>Which tokens the probes read, and what is right there: every line of every program.</summary>
internal sealed class ProbeTargets
{
    /// <summary>Letters: the groups of a state.</summary>
    internal const int Names = 26;

    /// <summary>Class of a variable that is not bound yet; the digits come after it.</summary>
    internal const int Nil = 0;

    private readonly IReadOnlyList<SymbolicProgram> programs;
    private readonly Execution[] executions;

    internal ProbeTargets(IReadOnlyList<SymbolicProgram> programs)
    {
        this.programs = programs;
        executions = [.. programs.Select(Interpreter.Run)];
    }

    /// <summary>Lines of each program.</summary>
    internal int[] Lines => [.. programs.Select(program => program.Lines.Length)];

    /// <summary>Every newline.</summary>
    internal int[][] Newlines => [.. Lines.Select(count => Enumerable.Range(1, count).Select(Positions.Newline).ToArray())];

    /// <summary>Every right-hand side.</summary>
    internal int[][] RightHandSides => [.. Lines.Select(count => Enumerable.Range(1, count).Select(Positions.Right).ToArray())];

    /// <summary>Whether each line has a variable on its right.</summary>
    internal bool[] HasVariable => [.. programs.SelectMany(program => program.Lines.Select(line => !line.IsConstant))];

    /// <summary>The letter, 0-25, that each line binds.</summary>
    internal int[] Bound => [.. programs.SelectMany(program => program.Lines.Select(line => line.Name - 'a'))];

    /// <summary>At each newline every variable's value so far: 26 groups of nil and the digits.</summary>
    internal ClassLabels States(int digits)
    {
        var values = new List<int>();
        for (int i = 0; i < programs.Count; i++)
        {
            var state = new int[Names];
            for (int line = 0; line < programs[i].Lines.Length; line++)
            {
                state[programs[i].Lines[line].Name - 'a'] = 1 + executions[i].Lines[line].Value;
                values.AddRange(state);
            }
        }

        return new ClassLabels([.. values], 1 + digits, Names);
    }

    /// <summary>Each line's value, or its depth with everything beyond the limit as one class.</summary>
    internal ClassLabels Of(LineTarget target, int digits, int maximumHops) => target == LineTarget.Value
        ? new ClassLabels([.. executions.SelectMany(execution => execution.Lines.Select(line => line.Value))], digits)
        : new ClassLabels(
            [.. executions.SelectMany(execution => execution.Lines.Select(line => Math.Min(line.Depth, maximumHops + 1) - 1))],
            maximumHops + 1);

    /// <summary>The control task: a class for each pair of left and right, drawn as often as the classes occur.</summary>
    /// <param name="like">Labels whose frequencies are used: the same for fit and test.</param>
    /// <param name="seed">Decides the classes.</param>
    internal ClassLabels Control(ClassLabels like, Seed seed) => like with
    {
        Values =
        [
            .. programs.SelectMany(program => program.Lines.Select(line =>
            {
                RandomStream random = seed.Split($"{line.Name}={line.Right}").Stream();
                return like.Values[random.Next(like.Values.Length)];
            })),
        ],
    };
}
