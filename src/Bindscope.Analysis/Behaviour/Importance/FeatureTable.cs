using Bindscope.Analysis.Probes.Regression;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;

namespace Bindscope.Analysis.Behaviour.Importance;

/// <summary>
/// Programs' features as the regression takes them: one column for each value of each feature, so that no shape of a dependence is assumed.
/// </summary>
internal sealed class FeatureTable
{
    private readonly int[][] values; // feature after feature, program after program
    private readonly int[][] levels;
    private readonly ProgramFeature[] features;

    internal FeatureTable(IReadOnlyList<SymbolicProgram> programs)
    {
        Execution[] executions = [.. programs.Select(Interpreter.Run)];
        int[][] all = [.. ProgramFeatures.All.Select(feature => programs.Zip(executions, (p, e) => ProgramFeatures.Of(feature, p, e)).ToArray())];

        // A feature with one value alone tells nothing, and one that follows from another by a sum (distractors from hops) nothing more.
        int[] useful =
        [
            .. Enumerable.Range(0, all.Length).Where(i =>
                ProgramFeatures.All[i] != ProgramFeature.Distractors && all[i].Distinct().Skip(1).Any()),
        ];
        features = [.. useful.Select(i => ProgramFeatures.All[i])];
        values = [.. useful.Select(i => all[i])];
        levels = [.. values.Select(column => column.Distinct().Order().Skip(1).ToArray())];
    }

    /// <summary>The features that tell anything.</summary>
    internal IReadOnlyList<ProgramFeature> Features => features;

    /// <summary>Columns of some programs.</summary>
    /// <param name="programs">Which, 0-based.</param>
    /// <param name="shuffled">A feature, 0-based, whose values are taken from other programs; -1 for none.</param>
    /// <param name="donors">As many as programs: where that feature's values come from.</param>
    internal Features Of(IReadOnlyList<int> programs, int shuffled = -1, IReadOnlyList<int>? donors = null)
    {
        int width = levels.Sum(own => own.Length);
        var numbers = new double[programs.Count * width];
        for (int row = 0; row < programs.Count; row++)
        {
            int column = row * width;
            for (int feature = 0; feature < values.Length; feature++)
            {
                int value = values[feature][feature == shuffled ? donors![row] : programs[row]];
                foreach (int level in levels[feature])
                {
                    numbers[column++] = value == level ? 1 : 0;
                }
            }
        }

        return new Features(numbers, width);
    }
}
