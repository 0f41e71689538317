using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis.Behaviour;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Training.Loop;

namespace Bindscope.Analysis.Phases;

/// <summary>A run's evaluations with all that naming its phases takes.</summary>
/// <remarks>
/// Older builds did not count what wrong predictions equal. Where such a run has its behaviour stored (<c>bindscope analyze behaviour</c>),
/// the counts come from its predictions, at the checkpoints that it asked; elsewhere they stay missing, and the findings say so. Where results are
/// kept elsewhere (<c>--out</c>) and none is there, the run's own folder is looked into.
/// </remarks>
public static class PhaseMetrics
{
    /// <summary>Reads a run's metrics.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="UserException">There are none, or they are damaged.</exception>
    public static RunMetrics Of(Run run)
    {
        RunMetrics metrics = MetricsFile.Read(run.MetricsPath);
        if (metrics.Evaluations.All(evaluation => evaluation.Wrong is not null)
            || (Stored(run) ?? Stored(run.WithResults(run.Directory))) is not { Texts: { } texts } behaviour)
        {
            return metrics;
        }

        SymbolicProgram[] programs = [.. texts.Select(text => ProgramParser.Parse(text))];
        Execution[] executions = [.. programs.Select(Interpreter.Run)];
        var counted = behaviour.Checkpoints.ToDictionary(
            checkpoint => (long)checkpoint.Step, checkpoint => Count(programs, executions, checkpoint.PredictionOf));
        return metrics with
        {
            Evaluations =
            [
                .. metrics.Evaluations.Select(evaluation => evaluation.Wrong is null && counted.TryGetValue(evaluation.Step, out var wrong)
                    ? evaluation with { Wrong = wrong }
                    : evaluation),
            ],
        };
    }

    private static BehaviourResult? Stored(Run run)
    {
        try
        {
            var folder = new AnalysisFolder(run, BehaviourAnalysis.Info.Name);
            return folder.HasResult ? folder.Read<BehaviourResult>() : null;
        }
        catch (UserException)
        {
            // Damaged, or of another version: as if it were not there.
            return null;
        }
    }

    private static WrongTally Count(SymbolicProgram[] programs, Execution[] executions, ImmutableArray<int> predictions)
    {
        var counter = new WrongCounter();
        for (int i = 0; i < programs.Length; i++)
        {
            counter.Add(programs[i], executions[i], predictions[i]);
        }

        return counter.Tally;
    }
}

/// <summary>Averages what a model did over the evaluations of one phase.</summary>
internal static class PhaseSummary
{
    public static Phase Of(IReadOnlyList<Evaluation> evaluations, Stretch stretch)
    {
        Evaluation[] within = [.. evaluations.Skip(stretch.First).Take(stretch.Last - stretch.First + 1)];
        return new Phase(
            stretch.Kind,
            within[0].Step,
            within[^1].Step,
            stretch.Start,
            stretch.End,
            within.Length,
            Proportion.Of(within.Average(evaluation => evaluation.Accuracy), within[^1].N),
            within[^1].Accuracy,
            ByAnswerLine(within),
            ByHops(within),
            Agreement(within));
    }

    private static ImmutableArray<GroupAccuracy> ByAnswerLine(Evaluation[] within) => Groups(
        within.SelectMany(evaluation => evaluation.ByAnswerLine)
            .GroupBy(tally => Math.Min(tally.Line, 3), tally => (tally.N, tally.Correct)),
        line => line == 3 ? "later lines" : string.Create(CultureInfo.InvariantCulture, $"line {line}"),
        within.Length);

    private static ImmutableArray<GroupAccuracy> ByHops(Evaluation[] within) => Groups(
        within.SelectMany(evaluation => evaluation.ByHops).GroupBy(tally => tally.Hops, tally => (tally.N, tally.Correct)),
        Execution.HopsInWords,
        within.Length);

    private static ImmutableArray<GroupAccuracy> Groups(
        IEnumerable<IGrouping<int, (int N, int Correct)>> groups, Func<int, string> name, int evaluations) =>
    [
        .. from tallies in groups
           orderby tallies.Key
           let answers = tallies.Sum(tally => (long)tally.N)
           where answers > 0
           let share = (double)tallies.Sum(tally => (long)tally.Correct) / answers
           select new GroupAccuracy(name(tallies.Key), Proportion.Of(share, (int)Math.Max(1, answers / evaluations))),
    ];

    private static HeuristicAgreement Agreement(Evaluation[] within)
    {
        double Mean(Func<Evaluation, int> count) => within.Average(evaluation => (double)count(evaluation) / evaluation.N);
        var line2 = within.Sum(evaluation => (long)evaluation.Line2ConstantN);
        return new HeuristicAgreement(
            Mean(evaluation => evaluation.FirstTwoConstants),
            Mean(evaluation => evaluation.Line1Constant),
            line2 == 0 ? null : (double)within.Sum(evaluation => (long)evaluation.Line2Constant) / line2,
            Mean(evaluation => evaluation.AnyConstant),
            Mean(evaluation => evaluation.Predictions.Max()),
            Mean(evaluation => evaluation.NonDigit),
            WrongAgreement.Of(within));
    }
}
