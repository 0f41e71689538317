using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Given;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Counterfactuals;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Training.Loop;

namespace Bindscope.Analysis.Pairs;

/// <summary>
/// Draws pairs of programs from a test set, group by group. Programs are taken in the test set's order, which is random already; the source
/// that belongs to a program depends on the seed and its place in the test set alone, so that asking for more programs keeps the earlier
/// ones. A user's own programs take the test set's place, and their own sources, where they have any, that of the drawn ones.
/// </summary>
public sealed class PairDrawer
{
    /// <summary>How many programs are looked at for one that the model has to solve.</summary>
    private const int Patience = 8;

    private readonly IReadOnlyList<SymbolicProgram> programs;
    private readonly IReadOnlyList<SymbolicProgram>? sources;
    private readonly string name = "the test set";
    private readonly int digitCount;
    private readonly Execution[] executions;
    private readonly ILookup<(int Hops, int RootLine), int> byShape;

    /// <summary>A drawer from a test set.</summary>
    /// <param name="programs">The test set.</param>
    /// <param name="digitCount">The task's digits: 0 and up to this number, 2-10.</param>
    public PairDrawer(IReadOnlyList<SymbolicProgram> programs, int digitCount)
    {
        this.programs = programs;
        this.digitCount = digitCount;
        executions = [.. programs.Select(Interpreter.Run)];
        byShape = Enumerable.Range(0, programs.Count).ToLookup(i => (executions[i].Hops, executions[i].RootLine));
    }

    private PairDrawer(IReadOnlyList<SymbolicProgram> programs, IReadOnlyList<SymbolicProgram>? sources, string name, int digitCount)
        : this(programs, digitCount) => (this.sources, this.name) = (sources, name);

    /// <summary>The drawer of a selection: from the run's test set, or from a user's own file.</summary>
    /// <param name="run">The run.</param>
    /// <param name="selection">The selection.</param>
    /// <param name="cancellation">Stops the drawing of the test set.</param>
    /// <param name="tokens">Which tokens of a source the analysis takes for the base's.</param>
    /// <exception cref="UserException">A program or pair of the file cannot be patched, or this model has no positions for it.</exception>
    public static PairDrawer Of(
        Run run, PairSelection selection, CancellationToken cancellation, SourceTokens tokens = SourceTokens.ByRole)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(selection);
        int digits = run.Preset.Task.DigitCount;
        if (selection.OwnPairs is { } file)
        {
            ImmutableArray<GivenPair> pairs = OwnCases.PairsOf(file, run.Preset.Model, tokens);
            return new PairDrawer([.. pairs.Select(pair => pair.Base.Program)], [.. pairs.Select(pair => pair.Source.Program)], file.File, digits);
        }

        IReadOnlyList<SymbolicProgram> programs = selection.ProgramsOf(run, cancellation);
        return selection.OwnPrograms is { } own ? new PairDrawer(programs, null, own.File, digits) : new PairDrawer(programs, digits);
    }

    /// <summary>Draws pairs.</summary>
    /// <param name="model">Decides which programs are solved.</param>
    /// <param name="selection">Which programs.</param>
    /// <param name="kind">How source and base differ.</param>
    /// <param name="workers">Threads to use.</param>
    /// <param name="cancellation">Stops between blocks of programs.</param>
    /// <returns>Every group that has pairs, by hops and then by answer line.</returns>
    /// <exception cref="UserException">The selection is invalid, or no program is left.</exception>
    public ImmutableArray<PairGroup> Draw(
        Transformer model, PairSelection selection, PairKind kind, int workers, CancellationToken cancellation)
    {
        if (SpecRecord.Of(typeof(PairSelection)).Problems(selection).ToArray() is { Length: > 0 } problems)
        {
            throw new UserException($"the selection of programs: {string.Join("; ", problems)}", "correct these values");
        }

        ImmutableArray<PairGroup> drawn = DrawAll(model, selection, kind, workers, cancellation);
        return drawn.Any(group => group.Pairs.Length > 0)
            ? [.. drawn.Where(group => group.Pairs.Length > 0)]
            : throw Nothing(selection, drawn);
    }

    /// <summary>The same, with the groups that have no pair.</summary>
    internal ImmutableArray<PairGroup> DrawAll(
        Transformer model, PairSelection selection, PairKind kind, int workers, CancellationToken cancellation)
    {
        var groups = Enumerable.Range(0, programs.Count)
            .GroupBy(i => (executions[i].Hops, Line: AnswerLineGroups.Of(executions[i].RootLine)))
            .Where(group => selection.Wants(group.Key.Hops, group.Key.Line))
            .OrderBy(group => group.Key.Hops).ThenBy(group => group.Key.Line)
            .ToArray();
        return
        [
            .. groups.Select(group => DrawGroup(model, group.Key.Hops, group.Key.Line, [.. group], selection, kind, workers, cancellation)),
        ];
    }

    private PairGroup DrawGroup(
        Transformer model,
        int hops,
        AnswerLineGroup answerLine,
        int[] members,
        PairSelection selection,
        PairKind kind,
        int workers,
        CancellationToken cancellation)
    {
        var pairs = ImmutableArray.CreateBuilder<ProgramPair>();
        Seed seed = new Seed(selection.Seed).Split(kind.ToString());
        (int tried, int solved, int unsuited) = (0, 0, 0);
        int limit = selection.Solved == SolvedRule.All
            ? members.Length
            : (int)Math.Min(members.Length, (long)selection.Programs * Patience);
        while (pairs.Count < selection.Programs && tried < limit)
        {
            int[] block = members[tried..Math.Min(limit, tried + Math.Max(8, selection.Programs - pairs.Count))];
            ProgramPair?[] candidates = [.. block.Select(index => Pair(index, kind, seed))];
            bool[] right = Solves(model, [.. candidates.OfType<ProgramPair>()], workers, cancellation);
            int next = 0;
            foreach (ProgramPair? candidate in candidates)
            {
                if (pairs.Count == selection.Programs)
                {
                    break;
                }

                tried++;
                if (candidate is null)
                {
                    unsuited++;
                    continue;
                }

                bool isSolved = right[next++];
                solved += isSolved ? 1 : 0;
                if (isSolved || selection.Solved == SolvedRule.All)
                {
                    pairs.Add(candidate);
                }
            }
        }

        return new PairGroup(hops, answerLine, members.Length, tried, solved, pairs.ToImmutable(), unsuited);
    }

    private ProgramPair? Pair(int index, PairKind kind, Seed seed)
    {
        SymbolicProgram program = programs[index];
        RandomStream random = seed.Split(index).Stream();
        switch (kind)
        {
            case PairKind.RootDigit or PairKind.ExchangedRoot when sources is not null:
                return ProgramPair.Of(program, sources[index]);
            case PairKind.RootDigit:
                return ProgramPair.Of(program, CounterfactualSampler.RootDigit(program, ref random, digitCount).ApplyTo(program));
            case PairKind.MovedRoot:
                return CounterfactualSampler.MovedRoot(program, keepDigit: false, ref random, digitCount) is { } move
                    ? ProgramPair.Of(program, move.ApplyTo(program))
                    : null;
            case PairKind.ExchangedRoot:
                int least = AnswerLineGroups.Of(executions[index].RootLine) == AnswerLineGroup.Later ? AnswerLineGroups.FirstLaterLine : 1;
                return CounterfactualSampler.ExchangedRoot(program, ref random, least) is { } exchange
                    ? ProgramPair.Of(program, exchange.ApplyTo(program))
                    : null;
            default:
                int[] others =
                [
                    .. byShape[(executions[index].Hops, executions[index].RootLine)].Where(other =>
                        executions[other].Value != executions[index].Value && programs[other].Lines.Length == program.Lines.Length),
                ];
                return others.Length == 0 ? null : ProgramPair.Of(program, programs[others[random.Next(others.Length)]]);
        }
    }

    /// <summary>Of which pairs a model answers base and source rightly.</summary>
    internal static bool[] Solves(Transformer model, IReadOnlyList<ProgramPair> pairs, int workers, CancellationToken cancellation)
    {
        SymbolicProgram[] both = [.. pairs.Select(pair => pair.Base), .. pairs.Select(pair => pair.Source)];
        int[] answers = Predictor.Answers(model, both, workers, cancellation);
        return
        [
            .. pairs.Select((pair, i) => answers[i] == pair.BaseExecution.Value && answers[pairs.Count + i] == pair.SourceExecution.Value),
        ];
    }

    private UserException Nothing(PairSelection selection, ImmutableArray<PairGroup> drawn)
    {
        string lines = string.Join(" or ", selection.AnswerLines.Select(AnswerLineGroups.Words));
        string which = (selection.Hops.Length, selection.AnswerLines.Length) switch
        {
            (0, 0) => "can be used",
            (0, _) => $"has {lines}",
            (_, 0) => $"has {Hops(selection.Hops)}",
            _ => $"has {Hops(selection.Hops)} and {lines}",
        };
        if (drawn.IsEmpty)
        {
            string present = Hops([.. byShape.Select(group => group.Key.Hops).Distinct().Order()]);
            return new UserException(
                $"no program of {name} {which}",
                $"it has programs of {present}; choose other --hops or --answer-line");
        }

        return new UserException(
            $"of the {drawn.Sum(group => group.Tried)} programs that were tried, there is none of which the model solves base and source",
            "count every program with --all-programs, or choose a later checkpoint");
    }

    private static string Hops(IReadOnlyCollection<int> hops) =>
        hops.Count == 1 ? Execution.HopsInWords(hops.Single()) : $"{string.Join(" or ", hops)} hops";
}
