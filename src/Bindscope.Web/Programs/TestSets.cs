using System.Runtime.CompilerServices;
using Bindscope.Analysis.Live;
using Bindscope.Analysis.Pairs;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Web.Problems;
using Bindscope.Web.Runs;

namespace Bindscope.Web.Programs;

/// <summary>The runs' test sets, drawn once each. Safe to use from any thread.</summary>
internal sealed class TestSets
{
    /// <summary>By the run as it was opened, so that a folder that is trained anew has its own.</summary>
    private readonly ConditionalWeakTable<Run, Lazy<TestSet>> sets = [];

    /// <summary>The run's example program and its counterfactual.</summary>
    internal ProgramPair Example(RunEntry run) => Of(run).Example;

    /// <summary>The run's test set.</summary>
    internal IReadOnlyList<SymbolicProgram> Programs(RunEntry run) => Of(run).Programs;

    /// <summary>A program of the test set.</summary>
    /// <exception cref="NotFoundException">None is as wished.</exception>
    internal ProgramText Draw(RunEntry run, RandomProgramRequest request)
    {
        TestSet set = Of(run);
        SymbolicProgram[] fitting =
        [
            .. set.Programs.Zip(set.Executions)
                .Where(one => (request.Hops ?? one.Second.Hops) == one.Second.Hops
                    && (request.AnswerLine ?? one.Second.RootLine) == one.Second.RootLine)
                .Select(one => one.First),
        ];
        if (fitting.Length == 0)
        {
            throw new NotFoundException(
                $"the test set of {run.Name} has no such program; its hops are 1-{set.Executions.Max(one => one.Hops)}, "
                + $"its answers stand on lines 1-{set.Executions.Max(one => one.RootLine)}");
        }

        RandomStream random = new Seed(request.Seed ?? 0).Split("random program").Stream();
        ProgramPair pair = ProgramReader.Default(fitting[random.Next(fitting.Length)]);
        return new ProgramText(pair.Base.ToText(), pair.Source.ToText());
    }

    private TestSet Of(RunEntry run) => sets.GetValue(run.Run, opened => new Lazy<TestSet>(() => Read(opened))).Value;

    private static TestSet Read(Run run)
    {
        IReadOnlyList<SymbolicProgram> test = run.HeldBackSplits(CancellationToken.None).Test;
        return new TestSet(test, [.. test.Select(Interpreter.Run)], ExampleProgram.Of(test));
    }

    private sealed record TestSet(IReadOnlyList<SymbolicProgram> Programs, Execution[] Executions, ProgramPair Example);
}
