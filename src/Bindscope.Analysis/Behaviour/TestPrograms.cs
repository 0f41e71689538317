using System.Collections.Immutable;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Analysis.Behaviour;

/// <summary>The first programs of a test set, with all that can be said of them without a model.</summary>
internal sealed class TestPrograms
{
    private const int MostTelling = 12;

    internal TestPrograms(IReadOnlyList<SymbolicProgram> programs)
    {
        Programs = programs;
        Executions = [.. programs.Select(Interpreter.Run)];
        Says = [.. HeuristicRules.All.Select(heuristic => programs.Zip(Executions, (p, e) => HeuristicRules.Says(heuristic, p, e)).ToArray())];
    }

    internal IReadOnlyList<SymbolicProgram> Programs { get; }

    internal Execution[] Executions { get; }

    /// <summary>What each heuristic (outer) says to each program (inner).</summary>
    internal int[][] Says { get; }

    /// <summary>The first programs of a run's test set.</summary>
    internal static TestPrograms Of(Run run, int count)
    {
        TestPrograms programs = new([.. run.HeldBackSplits(CancellationToken.None).Test.Take(count)]);
        return programs.Programs.Count >= 2
            ? programs
            : throw new UserException(
                $"the test set of {run.Directory} has {programs.Programs.Count} programs", "train with data.test of 2 or more", 3);
    }

    /// <summary>What a model says to each program.</summary>
    internal int[] Said(Transformer model, Work work)
    {
        ColonLogits logits = ColonLogits.Of(model, Programs, work.Workers, work.Cancellation);
        return [.. Executions.Select((execution, i) => Reading.Of(logits[i], execution.Value).Prediction)];
    }

    /// <summary>Which of them a model answers rightly.</summary>
    internal bool[] Right(Transformer model, Work work) => [.. Said(model, work).Zip(Executions, (said, execution) => said == execution.Value)];

    /// <summary>The programs to which the heuristics say the most different digits, the earlier of equals first.</summary>
    internal ImmutableArray<TellingCase> Telling() =>
    [
        .. Enumerable.Range(0, Programs.Count)
            .Select(i => (Index: i, Digits: Says.Select(says => says[i]).ToImmutableArray()))
            .OrderByDescending(one => one.Digits.Where(digit => digit >= 0).Distinct().Count())
            .Take(MostTelling)
            .Select(one => new TellingCase(one.Index, Programs[one.Index].ToText(), Executions[one.Index].Value, one.Digits)),
    ];
}

/// <summary>What a model says to one program.</summary>
/// <param name="Prediction">The most probable token; a digit's token is the digit.</param>
/// <param name="Confidence">The probability that the model gives it, 0 to 1, among all tokens.</param>
/// <param name="Loss">Minus the logarithm of the answer's probability, in nats.</param>
internal readonly record struct Reading(int Prediction, double Confidence, double Loss)
{
    /// <summary>Reads one program's logits.</summary>
    internal static Reading Of(ReadOnlySpan<float> logits, int answer)
    {
        int top = Logits.Top(logits);
        double sum = 0;
        foreach (float logit in logits)
        {
            sum += Math.Exp((double)logit - logits[top]);
        }

        return new Reading(top, 1 / sum, Math.Log(sum) + logits[top] - (double)logits[answer]);
    }
}
