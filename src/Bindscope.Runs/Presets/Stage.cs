using Bindscope.Programs.Generation;

namespace Bindscope.Runs.Presets;

/// <summary>One stretch of a curriculum: programs of a size, until they are solved.</summary>
/// <param name="Lines">Assignment lines of a program.</param>
/// <param name="MaximumHops">Largest referential depth of a query.</param>
/// <param name="Until">Running accuracy, 0 to 1, at which the next stage begins; 0 passes at once, so that the stage serves only as the
/// easier material of the next one. Ignored in the last stage.</param>
/// <param name="Review">Share of this stage's steps that train on the stage before it, while the running accuracy is under one half; it
/// then shrinks in proportion to the errors left.</param>
/// <param name="FewNames">Size of a random set of names that half of the programs are confined to; 0 uses every name always.</param>
public sealed record Stage(int Lines, int MaximumHops, double Until = 0, double Review = 0, int FewNames = 0)
{
    /// <summary>How this stage's programs are drawn. Those of an easier stage have no line deeper than its queries: with one hop, every
    /// line is a constant.</summary>
    internal GeneratorSpec Task(GeneratorSpec task) => Lines == task.Lines && MaximumHops == task.MaximumHops
        ? task
        : task with { Lines = Lines, MaximumHops = MaximumHops, Depth = DepthPolicy.Capped };

    internal IEnumerable<string> Problems(string path, GeneratorSpec task)
    {
        if (Until is not (>= 0 and <= 1) || Review is not (>= 0 and <= 1))
        {
            yield return $"{path}: until and review must be shares from 0 to 1";
        }

        if (FewNames < 0 || FewNames > task.NameCount)
        {
            yield return $"{path}.fewNames is {FewNames}; it must be 0 to task.nameCount ({task.NameCount})";
            yield break;
        }

        // What is wrong with the task is said there.
        var problems = Task(task).Validated().Except(task.Validated()).ToArray();
        foreach (var problem in problems)
        {
            yield return $"{path}: {problem}";
        }

        var few = FewNames == 0 ? [] : (Task(task) with { NameCount = FewNames }).Validated();
        foreach (var problem in few.Except(task.Validated()).Except(problems))
        {
            yield return $"{path}.fewNames: {problem}";
        }
    }
}
