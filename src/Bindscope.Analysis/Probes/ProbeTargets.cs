using Bindscope.Analysis.Probes.Regression;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Interventions.Passes;
using Bindscope.Model;
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

/// <summary>The residual stream at chosen tokens, after every layer.</summary>
/// <param name="After">After layer L at index L; index 0 are the embeddings, which enter layer 1.</param>
internal sealed record TokenVectors(Features[] After)
{
    private const int Block = 64;

    /// <summary>Runs programs and keeps their vectors.</summary>
    /// <param name="model">The model; evaluated without dropout.</param>
    /// <param name="programs">Programs of one length.</param>
    /// <param name="positionsOf">The tokens wanted of each program, 0-based.</param>
    /// <param name="work">How it is run.</param>
    /// <returns>One row a token, program after program.</returns>
    internal static TokenVectors Record(
        Transformer model, IReadOnlyList<SymbolicProgram> programs, IReadOnlyList<int[]> positionsOf, Work work)
    {
        (int layers, int width) = (model.Spec.Layers, model.Spec.Width);
        int total = positionsOf.Sum(positions => positions.Length);
        double[][] values = [.. Enumerable.Range(0, layers + 1).Select(_ => new double[total * width])];
        int[] blocks = [.. Enumerable.Range(0, (programs.Count + Block - 1) / Block)];
        int[] starts = [0, .. positionsOf.Select(positions => positions.Length)];
        for (int i = 1; i < starts.Length; i++)
        {
            starts[i] += starts[i - 1];
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = work.Workers, CancellationToken = work.Cancellation };
        Parallel.ForEach(blocks, options, block =>
        {
            int first = block * Block;
            SymbolicProgram[] some = [.. programs.Skip(first).Take(Block)];
            var recorder = new ActivationRecorder(
                site => site.Kind == SiteKind.ResidualIn || site == new Site(SiteKind.ResidualOut, layers));
            var prompts = Prompts.Of(some);
            int length = prompts.Layout.Length;
            model.Residual(prompts.Tokens, prompts.Layout, recorder);
            for (int after = 0; after <= layers; after++)
            {
                Site site = after == layers ? new Site(SiteKind.ResidualOut, layers) : new Site(SiteKind.ResidualIn, after + 1);
                ReadOnlySpan<float> numbers = recorder[site].Values; // [B, T, D]
                for (int row = 0; row < some.Length; row++)
                {
                    int to = starts[first + row] * width;
                    foreach (int position in positionsOf[first + row])
                    {
                        int from = ((row * length) + position) * width;
                        for (int i = 0; i < width; i++)
                        {
                            values[after][to++] = numbers[from + i];
                        }
                    }
                }
            }
        });
        return new TokenVectors([.. values.Select(layer => new Features(layer, width))]);
    }
}
