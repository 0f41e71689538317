using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Training.Loop;

namespace Bindscope.Analysis.Abstraction;

/// <summary>Draws cases from a test set, kind by kind; a case depends on the seed and its program's place in the test set alone.</summary>
internal sealed class InterchangeDrawer(IReadOnlyList<SymbolicProgram> programs, int digits)
{
    /// <summary>How many programs are looked at for one that has such a source and is solved.</summary>
    private const int Patience = 12;

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
        var cases = ImmutableArray.CreateBuilder<InterchangeCase>();
        (int tried, int possible) = (0, 0);
        int limit = (int)Math.Min(members.Length, (long)selection.Programs * Patience);
        while (cases.Count < selection.Programs && tried < limit)
        {
            int[] block = members[tried..Math.Min(limit, tried + Math.Max(32, 2 * (selection.Programs - cases.Count)))];
            InterchangeCase[] drawn = [.. block.Select(index => Draw(index, edit, depth, seed)).OfType<InterchangeCase>()];
            bool[] solved = selection.Solved == SolvedRule.All ? [.. drawn.Select(_ => true)] : Solved(model, drawn, work);
            tried += block.Length;
            possible += drawn.Length;
            cases.AddRange(drawn.Where((_, i) => solved[i]).Take(selection.Programs - cases.Count));
        }

        return new InterchangeGroup(edit, depth, hops, tried, possible, cases.ToImmutable());
    }

    private InterchangeCase? Draw(int index, SourceEdit edit, int depth, Seed seed)
    {
        RandomStream random = seed.Split(index).Stream();
        return InterchangeCases.Draw(programs[index], edit, depth, ref random, digits);
    }

    private static bool[] Solved(Transformer model, InterchangeCase[] cases, Work work)
    {
        SymbolicProgram[] both = [.. cases.Select(one => one.Programs.Base), .. cases.Select(one => one.Programs.Source)];
        int[] answers = Predictor.Answers(model, both, work.Workers, work.Cancellation);
        return
        [
            .. cases.Select((one, i) => answers[i] == one.Programs.BaseExecution.Value
                && answers[cases.Length + i] == one.Programs.SourceExecution.Value),
        ];
    }
}
