using System.Collections.Immutable;
using Bindscope.Analysis.Behaviour;
using Bindscope.Errors;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Training.Loop;

namespace Bindscope.Analysis.Phases;

/// <summary>A run's evaluations with all that naming its phases takes.</summary>
/// <remarks>
/// Older builds did not count what wrong predictions equal. Where such a run has its behaviour stored (<c>bindscope analyze behaviour</c>),
/// the counts come from its predictions, at the checkpoints that it asked; elsewhere they stay missing, and the findings say so.
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
            || Stored(run) is not { Texts: { } texts } behaviour)
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
