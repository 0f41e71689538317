using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Subspaces;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;

namespace Bindscope.Analysis.Abstraction;

/// <summary>Draws cases from a test set, kind by kind; a case depends on the seed and its program's place in the test set alone.</summary>
internal sealed class InterchangeDrawer(IReadOnlyList<SymbolicProgram> programs, int digits)
{
    internal ImmutableArray<InterchangeGroup> Draw(Transformer model, PairSelection selection, Work work)
    {
        Execution[] executions = [.. programs.Select(Interpreter.Run)];
        var depths = Enumerable.Range(0, programs.Count)
            .Where(i => selection.Wants(executions[i].Hops, AnswerLineGroups.Of(executions[i].RootLine)))
            .GroupBy(i => executions[i].Hops)
            .OrderBy(group => group.Key)
            .ToArray();
        if (depths.Length == 0)
        {
            throw new UserException(
                "no program has the wanted hops and answer line",
                $"there are programs of {string.Join(", ", executions.Select(one => one.Hops).Distinct().Order())} hops; choose other --hops or --answer-line");
        }

        ImmutableArray<InterchangeGroup> groups =
        [
            .. from depth in depths
               from edit in InterpreterVariable.Edits(depth.Key)
               select Group(model, [.. depth], edit.Edit, edit.Depth, depth.Key, selection, work),
        ];
        return groups.Any(group => group.Cases.Length > 0)
            ? [.. groups.Where(group => group.Cases.Length > 0)]
            : throw new UserException(
                $"of the {groups.Sum(group => group.Tried)} programs that were tried, there is none of which the last checkpoint solves base and source",
                "count every program with --all-programs");
    }

    private InterchangeGroup Group(
        Transformer model, int[] members, SourceEdit edit, int depth, int hops, PairSelection selection, Work work)
    {
        Seed seed = new Seed(selection.Seed).Split(edit.ToString()).Split(depth);
        SolvedCases<InterchangeCase> drawn = SolvedCases<InterchangeCase>.Draw(
            model,
            members,
            selection,
            index => Draw(index, edit, depth, seed),
            one => [(one.Programs.Base, one.Programs.BaseExecution.Value), (one.Programs.Source, one.Programs.SourceExecution.Value)],
            work);
        return new InterchangeGroup(edit, depth, hops, drawn.Tried, drawn.Possible, drawn.Cases);
    }

    private InterchangeCase? Draw(int index, SourceEdit edit, int depth, Seed seed)
    {
        RandomStream random = seed.Split(index).Stream();
        return InterchangeCases.Draw(programs[index], edit, depth, ref random, digits);
    }
}

/// <summary>Moves the vectors at a place as far as the patch would, but in a random direction: what mere disturbance does.</summary>
internal static class RandomMoves
{
    /// <summary>The answers of the cases that have the place.</summary>
    /// <returns>Rows that have it, and their answers.</returns>
    internal static (int[] Rows, int[] Answers) Answers(
        Transformer model, InterchangeGroup group, int layer, InterchangePlace place, Seed seed)
    {
        Tensor before = Entering.Of(model, layer, [.. group.Cases.Select(one => one.Programs.Base)]); // [B, T, D]
        Tensor after = Entering.Of(model, layer, [.. group.Cases.Select(one => one.Programs.Source)]); // [B, T, D]
        Tensor moved = before.Clone(); // [B, T, D]
        var present = new List<int>();
        for (int row = 0; row < group.Cases.Length; row++)
        {
            (ImmutableArray<int> to, ImmutableArray<int> from) = place.PositionsIn(group.Cases[row], group.Edit);
            RandomStream random = seed.Split(row).Stream();
            for (int i = 0; i < to.Length; i++)
            {
                double length = 0;
                Span<float> vector = moved.Part(row).Row(to[i]);
                ReadOnlySpan<float> source = after.Part(row).Row(from[i]);
                for (int j = 0; j < vector.Length; j++)
                {
                    length += Math.Pow(source[j] - vector[j], 2);
                }

                RandomSubspaces.Move(vector, Math.Sqrt(length), ref random);
            }

            if (to.Length > 0)
            {
                present.Add(row);
            }
        }

        int[] answers = Prompts.Answers(model, model.ResidualFrom(layer, moved, new SequenceLayout(moved.Size(1))));
        return ([.. present], [.. present.Select(row => answers[row])]);
    }
}
