using Bindscope.Analysis.Behaviour;
using Bindscope.Numerics.Statistics;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Behaviour over the checkpoints, then the last of them in detail.</summary>
internal static class BehaviourTable
{
    private const double Shown = 0.02;

    public static void Write(string run, BehaviourResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine(Tables.Invariant($"{run}: {result.Checkpoints.Length} checkpoints on the first {result.Programs} test programs; %"));
        WriteAccuracy(console, result);
        WriteOutcomes(console, result);
        WriteMixture(console, result);
        WriteDetail(console, result.Checkpoints[^1]);
        if (result.Learning is { } learning)
        {
            WriteLearning(console, learning);
        }
    }

    private static void WriteAccuracy(IAnsiConsole console, BehaviourResult result)
    {
        int[] hops = [.. result.Checkpoints[0].ByFeature.Where(one => one.Feature == ProgramFeature.Hops).Select(one => one.Value)];
        console.WriteLine("accuracy; programs that became right and wrong since the checkpoint before, with McNemar's exact p");
        Table table = Tables.Plain(
            ["step", "accuracy", .. hops.Select(h => $"{h} hop{(h == 1 ? "" : "s")}"), "line 1", "line 2", "later", "gained", "lost", "p"]);
        foreach (CheckpointBehaviour one in result.Checkpoints)
        {
            Flips? flips = result.Flips.FirstOrDefault(candidate => candidate.To == one.Step);
            table.Row(
            [
                $"{one.Step}",
                Tables.Percent(one.Accuracy),
                .. hops.Select(h => Pooled(one, ProgramFeature.Hops, value => value == h)),
                Pooled(one, ProgramFeature.AnswerLine, line => line == 1),
                Pooled(one, ProgramFeature.AnswerLine, line => line == 2),
                Pooled(one, ProgramFeature.AnswerLine, line => line > 2),
                $"{flips?.Gained}",
                $"{flips?.Lost}",
                flips is null ? "" : PValue(flips.PValue),
            ]);
        }

        console.Write(table);
    }

    private static void WriteOutcomes(IAnsiConsole console, BehaviourResult result)
    {
        console.WriteLine("what is predicted; calibration error (mean distance of confidence and accuracy) and loss in nats");
        Table table = Tables.Plain(
            ["step", .. Enum.GetNames<Outcome>().Select(Words), "most frequent digit", "calibration error", "loss"]);
        foreach (CheckpointBehaviour one in result.Checkpoints)
        {
            PredictionShare digit = one.Predictions.Where(share => share.Digit >= 0).MaxBy(share => share.Share.Value)!;
            table.Row(
            [
                $"{one.Step}",
                .. one.Outcomes.Select(outcome => Tables.Percent(outcome.Share.Value)),
                $"{digit.Digit}: {Tables.Percent(digit.Share)}",
                Tables.Invariant($"{100 * one.Calibration.ExpectedError.Value:0.0}"),
                Tables.Invariant($"{one.Calibration.Loss.Value:0.000}"),
            ]);
        }

        console.Write(table);
    }

    private static void WriteMixture(IAnsiConsole console, BehaviourResult result)
    {
        int[] used =
        [
            .. Enumerable.Range(0, result.Checkpoints[0].Heuristics.Length)
                .Where(h => result.Checkpoints.Any(one => one.Heuristics[h].Weight?.Value >= Shown)),
        ];
        console.WriteLine("weight of each heuristic in the mixture that fits the predictions best (those of 2 % and more somewhere)");
        Table table = Tables.Plain(
            ["step", .. used.Select(h => Words(result.Checkpoints[0].Heuristics[h].Heuristic.ToString())), "guess a constant", "guess a digit"]);
        foreach (CheckpointBehaviour one in result.Checkpoints)
        {
            table.Row(
            [
                $"{one.Step}",
                .. used.Select(h => one.Heuristics[h].Weight is { } weight ? Tables.Percent(weight.Value) : ""),
                one.GuessConstant is { } constant ? Tables.Percent(constant.Value) : "",
                one.Guess is { } guess ? Tables.Percent(guess.Value) : "",
            ]);
        }

        console.Write(table);
    }

    private static void WriteDetail(IAnsiConsole console, CheckpointBehaviour last)
    {
        console.WriteLine($"step {last.Step}: each heuristic alone");
        Table table = Tables.Plain("heuristic", "is right", "n", "is said", "is said where wrong", "n", "weight", "explains");
        foreach (HeuristicMatch match in last.Heuristics)
        {
            table.Row(
                Words(match.Heuristic.ToString()),
                Share(match.Right),
                $"{match.Right?.Programs}",
                Share(match.Says),
                Share(match.SaysWhereWrong),
                $"{match.SaysWhereWrong?.Programs}",
                match.Weight is { } weight
                    ? Tables.Invariant($"{100 * weight.Value:0} ({100 * weight.Low:0}-{100 * weight.High:0})")
                    : "as one above",
                Share(match.Explains));
        }

        console.Write(table);
        console.WriteLine($"step {last.Step}: accuracy by property of the program, with n");
        Table features = Tables.Plain("property", "value: accuracy (interval) of n");
        foreach (IGrouping<ProgramFeature, FeatureAccuracy> feature in last.ByFeature.GroupBy(one => one.Feature))
        {
            // More to a row would not fit the width.
            foreach ((int index, FeatureAccuracy[] some) in feature.Chunk(5).Index())
            {
                features.Row(
                    index == 0 ? Words(feature.Key.ToString()) : "",
                    string.Join("; ", some.Select(one => $"{one.Value}: {Tables.Percent(one.Accuracy)} of {one.Accuracy.Programs}")));
            }
        }

        console.Write(features);
    }

    private static void WriteLearning(IAnsiConsole console, Learning learning)
    {
        console.WriteLine(
            $"right at the end: {Tables.Percent(learning.Learned)} of {learning.Learned.Programs}; "
            + $"never forgotten: {Tables.Percent(learning.NeverForgotten)}");
        Table table = Tables.Plain("property", "value", "n", "learned", "median step (interval)", "forgettings per program");
        foreach (LearningGroup group in learning.Groups.Where(one => one.Feature is ProgramFeature.Hops or ProgramFeature.AnswerLine))
        {
            table.Row(
                Words(group.Feature.ToString()),
                $"{group.Value}",
                $"{group.Programs}",
                $"{group.Learned}",
                group.MedianStep is null ? "not yet" : $"{group.MedianStep} ({group.Low}-{(group.High is { } high ? $"{high}" : "?")})",
                Tables.Invariant($"{group.Forgettings:0.00}"));
        }

        console.Write(table);
        console.WriteLine("hardest programs");
        foreach (LearnedProgram hard in learning.Hard.Take(5))
        {
            console.WriteLine(
                $"  {hard.Text.Replace('\n', ' ')} {hard.Answer}   ({hard.Hops} hops, line {hard.AnswerLine}; learned "
                + $"{(hard.LearnedAt is { } step ? $"at {step}" : "never")}, forgotten {hard.Forgotten} times)");
        }
    }

    private static string Pooled(CheckpointBehaviour one, ProgramFeature feature, Predicate<int> wanted)
    {
        FeatureAccuracy[] some = [.. one.ByFeature.Where(share => share.Feature == feature && wanted(share.Value))];
        int programs = some.Sum(share => share.Accuracy.Programs);
        return programs == 0 ? "" : Tables.Percent(some.Sum(share => share.Accuracy.Value * share.Accuracy.Programs) / programs);
    }

    private static string Share(Proportion? share) => share is { } known ? Tables.Percent(known) : "";

    /// <summary>A small probability keeps its size.</summary>
    internal static string PValue(double p) => p >= 0.001 ? Tables.Invariant($"{p:0.000}") : p > 0 ? Tables.Invariant($"{p:0e0}") : "< 1e-300";

    /// <summary>A name as words: FirstLine is first line.</summary>
    internal static string Words(string name) =>
        string.Concat(name.Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {letter}" : $"{letter}")).ToLowerInvariant();
}
