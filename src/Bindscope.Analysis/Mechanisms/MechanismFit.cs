using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.Mechanisms;

/// <summary>Makes a cell's numbers of its answers: shares with intervals, and how well the fitted model foretells programs that it was not fitted to.</summary>
internal static class MechanismFit
{
    private const int Resamples = 300;

    /// <summary>Fewer programs of a group of lines than this are foretold by the shares of all lines.</summary>
    private const int FewestOfALine = 8;

    /// <summary>Parts of the programs, each foretold by shares that were fitted to the others.</summary>
    private const int Folds = 10;

    internal static MechanismCell Of(int layer, string place, MechanismAnswer[] answers, int digits)
    {
        var mixture = new MechanismMixture(digits);
        (Dictionary<int, double[]> likelihoods, int[][] kinds) = Kinds(mixture, answers);
        double[] Fit(IEnumerable<int> programs)
        {
            Dictionary<int, int> counts = [];
            foreach (int kind in programs.SelectMany(program => kinds[program]))
            {
                counts[kind] = counts.GetValueOrDefault(kind) + 1;
            }

            return MechanismMixture.Fit([.. counts.Select(one => (likelihoods[one.Key], (double)one.Value))]);
        }

        double[] shares = Fit(Enumerable.Range(0, answers.Length));
        RandomStream random = new Seed(0).Split("bootstrap").Split(answers.Length).Stream();
        var resampled = new double[Resamples][];
        for (int i = 0; i < Resamples; i++)
        {
            int[] programs = new int[answers.Length];
            for (int j = 0; j < programs.Length; j++)
            {
                programs[j] = random.Next(programs.Length);
            }

            resampled[i] = Fit(programs);
        }

        Estimate Share(Mechanism which)
        {
            var share = Estimate.OfResamples(shares[(int)which], [.. resampled.Select(one => one[(int)which])], answers.Length);

            // Resamples of programs that all say the same are all the same; Wilson's interval knows how many they are.
            var wilson = Proportion.OfMean(shares[(int)which], answers.Length);
            return Rounded(wilson.Value, Math.Min(wilson.Low, share.Low), Math.Max(wilson.High, share.High), answers.Length);
        }

        double[] agreement = Agreement(mixture, answers);
        MechanismAnswer[] shifted = [.. answers.Select((one, i) => one with { Case = answers[(i + 1) % answers.Length].Case })];
        Estimate agree = Bootstraps.Of(answers.Length).Mean(agreement);
        return new MechanismCell(
            layer,
            place,
            Share(Mechanism.Value),
            Share(Mechanism.Line),
            Share(Mechanism.Name),
            Share(Mechanism.Self),
            Share(Mechanism.Kept),
            Share(Mechanism.Other),
            Rounded(agree.Value, agree.Low, agree.High, answers.Length),
            Math.Round(Agreement(mixture, shifted).Average(), 4),
            [.. answers.GroupBy(one => one.AddressLine).OrderBy(group => group.Key).Select(group => LineShare(group.Key, [.. group]))]);
    }

    /// <summary>
    /// How much the fitted model's distribution over digits has in common with the network's, program by program: each tenth of the programs is
    /// foretold by shares that were fitted to the others' probabilities, for each group of lines that the address names where there are enough.
    /// </summary>
    private static double[] Agreement(MechanismMixture mixture, MechanismAnswer[] answers)
    {
        var agreement = new double[answers.Length];
        for (int fold = 0; fold < Math.Min(Folds, answers.Length); fold++)
        {
            MechanismAnswer[] fitting = [.. answers.Where((_, i) => i % Folds != fold)];
            if (fitting.Length == 0)
            {
                fitting = answers;
            }

            double[] pooled = Fit(fitting);
            Dictionary<AnswerLineGroup, double[]> byLine = fitting.GroupBy(one => one.AddressLine).Where(group => group.Count() >= FewestOfALine)
                .ToDictionary(group => group.Key, group => Fit([.. group]));
            for (int i = fold; i < answers.Length; i += Folds)
            {
                MechanismAnswer one = answers[i];
                double[] shares = byLine.GetValueOrDefault(one.AddressLine, pooled);
                agreement[i] = one.Arms.Average(arm => MechanismMixture.Similarity(
                    arm.Probabilities, mixture.Predicted(shares, MechanismMixture.Said(one.Case, arm.IsPresent))));
            }
        }

        return agreement;

        double[] Fit(MechanismAnswer[] programs) => MechanismMixture.Fit(
        [
            .. from one in programs
               from arm in one.Arms
               let said = MechanismMixture.Said(one.Case, arm.IsPresent)
               from digit in Enumerable.Range(0, arm.Probabilities.Length)
               select (mixture.Likelihoods(said, digit), arm.Probabilities[digit]),
        ]);
    }

    /// <summary>Answers are of few kinds, by which mechanisms they agree with: those of each program by their number, and the kinds' likelihoods.</summary>
    private static (Dictionary<int, double[]> Likelihoods, int[][] Kinds) Kinds(MechanismMixture mixture, MechanismAnswer[] answers)
    {
        var likelihoods = new Dictionary<int, double[]>();
        int[][] kinds =
        [
            .. answers.Select(one => one.Arms.Select(arm =>
            {
                int[] said = MechanismMixture.Said(one.Case, arm.IsPresent);
                int kind = (2 * (1 + Array.IndexOf(said, MechanismAnswer.Top(arm.Probabilities)))) + (arm.IsPresent ? 1 : 0);
                likelihoods.TryAdd(kind, mixture.Likelihoods(said, MechanismAnswer.Top(arm.Probabilities)));
                return kind;
            }).ToArray()),
        ];
        return (likelihoods, kinds);
    }

    private static AddressShare LineShare(AnswerLineGroup line, MechanismAnswer[] programs)
    {
        int followed = programs.Sum(one => one.Arms.Count(arm => MechanismAnswer.Top(arm.Probabilities) == one.Case.ByLine));
        Proportion share = Proportion.OfMean(followed / (2.0 * programs.Length), programs.Length);
        return new AddressShare(line, new Proportion(Math.Round(share.Value, 4), Math.Round(share.Low, 4), Math.Round(share.High, 4), share.Programs));
    }

    private static Estimate Rounded(double value, double low, double high, int programs) =>
        new(Math.Round(value, 4), Math.Round(low, 4), Math.Round(high, 4), programs);
}
