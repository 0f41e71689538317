using Bindscope.Analysis.Phases;
using Bindscope.Programs.Generation;

namespace Bindscope.Tests.Phases;

public sealed class BoundaryCoverageTests(ITestOutputHelper output)
{
    private const int Simulations = 80;

    [Theory]
    [InlineData(4000, 0.0, 80)]
    [InlineData(4000, 0.02, 300)]
    [InlineData(1000, 0.0, 80)]
    public void IntervalsContainTheTrueBoundaryNineTimesInTen(int programs, double wobble, int evaluations)
    {
        var hits = new int[4];
        var threePhases = 0;
        var width = new double[4];
        for (var i = 0; i < Simulations; i++)
        {
            var random = new Seed(20250520).Split(programs).Split((long)(1000 * wobble)).Split(i).Stream();
            double Uniform(double from, double to, ref RandomStream r) => from + ((to - from) * r.NextDouble());
            var chanceEnds = Uniform(120, 400, ref random);
            var plateauStarts = chanceEnds * Uniform(1.05, 2.5, ref random);
            var plateauEnds = plateauStarts * Uniform(1.8, 5, ref random);
            var solvedFrom = plateauEnds * Uniform(1.1, 4, ref random);
            var plateau = Uniform(0.3, 0.6, ref random);
            var last = (long)(solvedFrom * Uniform(1.3, 3, ref random));
            double[] truth = [chanceEnds, plateauStarts, plateauEnds, solvedFrom];
            var curve = SimulatedRun.Corners(
                (chanceEnds, 0.11), (plateauStarts, plateau), (plateauEnds, plateau), (solvedFrom, 0.997));
            var metrics = SimulatedRun.Of(SimulatedRun.Steps(last, last / evaluations), curve, ref random, programs, wobble);

            var phases = PhasesAnalysis.Run(metrics, new PhasesSpec()).Phases;
            if (!phases.Select(phase => phase.Kind).SequenceEqual([PhaseKind.Chance, PhaseKind.Heuristic, PhaseKind.Solved]))
            {
                continue;
            }

            threePhases++;
            StepInterval[] found = [phases[0].End!.Value, phases[1].Start!.Value, phases[1].End!.Value, phases[2].Start!.Value];
            for (var boundary = 0; boundary < 4; boundary++)
            {
                hits[boundary] += found[boundary].Contains(truth[boundary]) ? 1 : 0;
                width[boundary] += Math.Log((found[boundary].High + 1.0) / (found[boundary].Low + 1.0));
            }
        }

        output.WriteLine($"three phases in {threePhases} of {Simulations}; intervals hold the truth in {string.Join(", ", hits)}");
        output.WriteLine($"mean ln width {string.Join(", ", width.Select(w => (w / threePhases).ToString("F3")))}");
        Assert.True(threePhases >= 0.97 * Simulations, $"three phases in {threePhases} of {Simulations}");
        Assert.All(hits, hit => Assert.True(hit >= 0.9 * threePhases, $"{string.Join(", ", hits)} of {threePhases}"));
    }
}
