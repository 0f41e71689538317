using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Tokens;
using Bindscope.Runs;
using Bindscope.Runs.Presets;

namespace Bindscope.Analysis.LearningTime;

/// <summary>Reads a run's times from its metrics.</summary>
internal static class RunTimes
{
    internal static TimedRun Of(Run run, int arm, LearningTimeSpec spec)
    {
        TrainingSpec training = run.Preset.Training;
        if (!training.Curriculum.IsEmpty)
        {
            throw new UserException(
                $"{run.Name} was led through stages of easier programs: how long it took says how the stages were set",
                "take runs without training.curriculum");
        }

        RunMetrics metrics = PhaseMetrics.Of(run);
        metrics = spec.Until == 0 ? metrics
            : metrics with { Evaluations = [.. metrics.Evaluations.Where(evaluation => evaluation.Step <= spec.Until)] };
        PhasesResult phases = PhasesAnalysis.Run(metrics, PhasesAnalysis.Of(run));
        IReadOnlyList<Evaluation> evaluations = metrics.Evaluations;
        if (evaluations[^1].ByAnswerLine.All(line => line.Line <= spec.AfterLine))
        {
            throw new UserException($"no program of {run.Name} has its answer after line {spec.AfterLine}", "take a smaller --after-line");
        }

        int first = Sustained.From(evaluations, evaluation => Counted(evaluation, spec).Value, spec.Accuracy);
        bool isLearned = first < evaluations.Count;
        int heuristic = phases.Phases.IndexOf(phases.Phases.FirstOrDefault(phase => phase.Kind == PhaseKind.Heuristic)!);
        Phase? plateau = heuristic < 0 ? null : phases.Phases[heuristic];
        return new TimedRun(
            run.Name,
            training.Seed,
            arm,
            plateau is null ? null : Time(run.Preset, plateau.FirstStep, plateau.LastStep, plateau.End is not null),
            plateau?.Accuracy,
            Time(run.Preset, 0, evaluations[isLearned ? first : evaluations.Count - 1].Step, isLearned),
            Counted(evaluations[^1], spec),
            evaluations[^1].ByHops.OrderBy(hops => hops.Hops).TakeWhile(hops => hops.Correct >= spec.Accuracy * hops.N).Count(),
            evaluations[^1].ByHops.Max(hops => hops.Hops));
    }

    private static Proportion Counted(Evaluation evaluation, LearningTimeSpec spec)
    {
        AnswerLineTally[] lines = [.. evaluation.ByAnswerLine.Where(line => line.Line > spec.AfterLine)];
        return Proportion.OfCounts(lines.Sum(line => line.Correct), Math.Max(1, lines.Sum(line => line.N)));
    }

    private static RunTime Time(Preset preset, long from, long to, bool hasEnded)
    {
        TrainingSpec training = preset.Training;
        double rates = 0;
        for (int step = (int)from; step < to; step++)
        {
            rates += training.RateAt(step);
        }

        long programs = training.ProgramsBefore((int)to) - training.ProgramsBefore((int)from);
        int lines = preset.Task.Lines;
        int tokens = Positions.Hash(lines) + (training.Objective.Queries * (Positions.PromptLength(lines) - Positions.Hash(lines)));
        return new RunTime(from, to, hasEnded, to - from, (double)programs * tokens, rates);
    }
}
