using Bindscope.Analysis.Behaviour;
using Bindscope.Programs.Generation;

namespace Bindscope.Tests.Analysis.Behaviour;

public sealed class HeuristicMixtureTests
{
    private const int Programs = 2_000;

    /// <summary>Rules that nearly always agree exchange their weights slowly: the climb does not stop on its way.</summary>
    [Fact]
    public void TheRuleThatIsRightWhereTwoDifferHasAllOfTheWeight()
    {
        int[] first = Said(1);
        int[] second = [.. first.Select((digit, i) => i % 100 == 0 ? (digit + 1) % 10 : digit)];
        HeuristicMixture mixture = HeuristicMixture.Fit(first, [first, second], [0, 1], new double[Programs], 10);

        Assert.Equal(1, mixture.Weights[0]!.Value.Value, 1e-3);
        Assert.True(mixture.Weights[1]!.Value.High < 1e-3, $"{mixture.Weights[1]}");
        Assert.All(mixture.Explanations, explanation => Assert.Equal(0, explanation));
    }

    /// <summary>At the greatest likelihood no component would gain by more weight, and those that have some would not lose by it.</summary>
    [Fact]
    public void NoOtherWeightsAreLikelier()
    {
        int[][] says = [Said(1), Said(2), Said(3), Said(4)];
        says[1] = [.. says[1].Select((digit, i) => i % 50 == 0 ? digit : says[0][i])];
        says[3] = [.. says[3].Select((digit, i) => i % 3 == 0 ? -1 : digit)];
        RandomStream random = new Seed(9).Stream();
        var predictions = new int[Programs];
        for (int i = 0; i < Programs; i++)
        {
            int part = random.Next(10);
            int said = part < 6 ? says[part / 2][i] : part < 8 ? says[3][i] : -1;
            predictions[i] = said < 0 ? random.Next(10) : said;
        }

        double[] constants = [.. predictions.Select(digit => digit % 4 / 5.0)];
        HeuristicMixture mixture = HeuristicMixture.Fit(predictions, says, [0, 1, 2, 3], constants, 10);
        double[] weights = [.. mixture.Weights.Select(weight => weight!.Value.Value), mixture.GuessConstant.Value, mixture.Guess.Value];
        Assert.Equal(1, weights.Sum(), 1e-9);
        var slopes = new double[weights.Length];
        for (int i = 0; i < Programs; i++)
        {
            double[] chances = [.. says.Select(said => said[i] < 0 ? 0.1 : said[i] == predictions[i] ? 1 : 0), constants[i], 0.1];
            double likelihood = weights.Zip(chances, (weight, chance) => weight * chance).Sum();
            for (int part = 0; part < slopes.Length; part++)
            {
                slopes[part] += chances[part] / likelihood / Programs;
            }
        }

        Assert.All(slopes, slope => Assert.True(slope < 1.001, $"{slope}"));
        Assert.All(slopes.Zip(weights).Where(part => part.Second > 0.01), part => Assert.Equal(1, part.First, 1e-3));
        Assert.InRange(weights[2], 0.15, 0.25);
    }

    private static int[] Said(int seed)
    {
        RandomStream random = new Seed((ulong)seed).Stream();
        var digits = new int[Programs];
        for (int i = 0; i < Programs; i++)
        {
            digits[i] = random.Next(10);
        }

        return digits;
    }
}
