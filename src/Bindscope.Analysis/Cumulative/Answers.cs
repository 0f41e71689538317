using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Recording;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;

namespace Bindscope.Analysis.Cumulative;

/// <summary>The programs whose answers are counted, and counting.</summary>
internal sealed class Answers
{
    private const int Block = 100;

    private readonly SymbolicProgram[][] blocks;
    private readonly Execution[] executions;

    internal Answers(IReadOnlyList<SymbolicProgram> programs)
    {
        blocks = [.. programs.Chunk(Block)];
        executions = [.. programs.Select(Interpreter.Run)];
    }

    internal int Count => executions.Length;

    /// <summary>Programs by the group of their answer line, and all.</summary>
    internal IEnumerable<(string Name, int[] Members)> Groups()
    {
        foreach (AnswerLineGroup group in Enum.GetValues<AnswerLineGroup>())
        {
            int[] members = [.. Enumerable.Range(0, Count).Where(i => AnswerLineGroups.Of(executions[i].RootLine) == group)];
            if (members.Length > 0)
            {
                yield return (AnswerLineGroups.NameOf(group), members);
            }
        }

        yield return ("all", [.. Enumerable.Range(0, Count)]);
    }

    /// <summary>Which programs a model answers rightly.</summary>
    internal bool[] Right(Transformer model, IActivationTap? tap, CancellationToken cancellation)
    {
        var right = new List<bool>(Count);
        foreach (SymbolicProgram[] block in blocks)
        {
            cancellation.ThrowIfCancellationRequested();
            var prompts = Prompts.Of(block);
            int first = right.Count;
            int[] said = Prompts.Answers(model, model.Residual(prompts.Tokens, prompts.Layout, tap));
            right.AddRange(said.Select((answer, i) => answer == executions[first + i].Value));
        }

        return [.. right];
    }

    /// <summary>The share of some programs that is right, over several draws the mean.</summary>
    internal static (Proportion Share, double Lowest, double Highest) Share(IReadOnlyList<bool[]> draws, int[] members)
    {
        double[] shares = [.. draws.Select(right => members.Count(member => right[member]) / (double)members.Length)];
        return (Proportion.Of(shares.Average(), members.Length), shares.Min(), shares.Max());
    }
}
