using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
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
