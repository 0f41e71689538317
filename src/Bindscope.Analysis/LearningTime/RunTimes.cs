using System.Collections.Immutable;
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
        bool isStaged = !training.Curriculum.IsEmpty;
        if (isStaged && spec.Field is not "model.layers")
        {
            throw new UserException(
                $"{run.Name} was led through stages of easier programs: how long it took says how the stages were set",
                "take runs without training.curriculum; --field model.layers takes them, too, for the deepest hops alone");
        }

        if (training.Origin is { RateFrom: > 0 } origin)
        {
            throw new UserException(
                FormattableString.Invariant($"{run.Name} goes on from the end of {origin.Run}, step {origin.Step}, whose rates are not in its spec.json"),
                $"take {origin.Run}, or a run that was trained in one piece");
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
        Phase? plateau = heuristic < 0 || isStaged ? null : phases.Phases[heuristic];
        return new TimedRun(
            run.Name,
            training.Seed,
            arm,
            plateau is null ? null : Time(run.Preset, plateau.FirstStep, plateau.LastStep, plateau.End is not null),
            plateau?.Accuracy,
            isStaged ? null : Time(run.Preset, 0, evaluations[isLearned ? first : evaluations.Count - 1].Step, isLearned),
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

/// <summary>One arm's times against the first one's, over pairs of equal seeds.</summary>
/// <param name="Arm">The arm, 1 or more.</param>
/// <param name="Measure">What is timed, in steps.</param>
/// <param name="Pairs">Seeds that both arms have and of which both runs have such a time.</param>
/// <param name="Shorter">Pairs in which this arm takes fewer steps.</param>
/// <param name="Longer">Pairs in which it takes more; so, too, where it had not ended at a step at which the other had.</param>
/// <param name="Undecided">Pairs of equal length, or of which nothing can be told because a run ended first.</param>
/// <param name="Ratio">Geometric mean of this arm's steps over the first one's; null where a run of the first arm had not ended, or without pairs.</param>
/// <param name="Low">Lower end of its 95 % interval, Student's t on logarithms; null for fewer than two pairs, and where the mean is a bound.</param>
/// <param name="High">Upper end.</param>
/// <param name="IsBound">Whether some run of this arm had not ended: the ratio is then at least this.</param>
public sealed record ArmComparison(
    int Arm, TimeMeasure Measure, int Pairs, int Shorter, int Longer, int Undecided, double? Ratio, double? Low, double? High, bool IsBound)
{
    internal static ArmComparison Of(int arm, TimeMeasure measure, ImmutableArray<TimedRun> runs)
    {
        (RunTime This, RunTime First)[] pairs =
        [
            .. from one in runs.Where(run => run.Arm == arm)
               from other in runs.Where(run => run.Arm == 0 && run.Seed == one.Seed)
               where one.Of(measure) is not null && other.Of(measure) is not null
               select (one.Of(measure)!, other.Of(measure)!),
        ];
        int[] signs = [.. pairs.Select(pair => Sign(pair.This, pair.First))];
        bool isKnown = pairs.Length > 0 && pairs.All(pair => pair.First.HasEnded);
        bool isBound = pairs.Any(pair => !pair.This.HasEnded);
        double[] logs = isKnown ? [.. pairs.Select(pair => Math.Log(Math.Max(1, pair.This.Steps) / Math.Max(1, pair.First.Steps)))] : [];
        double? mean = isKnown ? logs.Average() : null;
        double? half = isKnown && !isBound && logs.Length > 1
            ? Student.Quantile(logs.Length - 1) * Math.Sqrt(logs.Sum(log => Math.Pow(log - mean!.Value, 2)) / (logs.Length - 1) / logs.Length)
            : null;
        return new ArmComparison(
            arm, measure, pairs.Length, signs.Count(sign => sign < 0), signs.Count(sign => sign > 0), signs.Count(sign => sign == 0),
            Exp(mean), Exp(mean - half), Exp(mean + half), isBound);
    }

    private static int Sign(RunTime one, RunTime first) => (one.HasEnded, first.HasEnded) switch
    {
        (true, true) => one.Steps.CompareTo(first.Steps),
        (true, false) => one.Steps <= first.Steps ? -1 : 0,
        (false, true) => one.Steps >= first.Steps ? 1 : 0,
        _ => 0,
    };

    private static double? Exp(double? log) => log is { } known ? Math.Exp(known) : null;
}
