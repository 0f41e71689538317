namespace Bindscope.Analysis.Behaviour.Comparison;

/// <summary>Which two checkpoints are compared, and on what.</summary>
/// <param name="First">Folder of the first run.</param>
/// <param name="FirstStep">Its checkpoint.</param>
/// <param name="Second">Folder of the second run; the same for two checkpoints of one run.</param>
/// <param name="SecondStep">Its checkpoint.</param>
/// <param name="Programs">The first programs of the test set, 2 or more; fewer where the test set has no more.</param>
public sealed record ComparisonSpec(string First, int FirstStep, string Second, int SecondStep, int Programs = 4000)
{
    /// <summary>The name of the analysis's folder in the first run.</summary>
    /// <returns>Such as <c>compare-001000-with-quick-2-005000</c>.</returns>
    public string FolderName()
    {
        string other = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Second)));
        return FormattableString.Invariant($"compare-{FirstStep:D6}-with-{other}-{SecondStep:D6}");
    }
}
