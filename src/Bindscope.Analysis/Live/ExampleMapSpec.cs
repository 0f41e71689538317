namespace Bindscope.Analysis.Live;

/// <summary>The map (figure 3a) of the program that a run's pages begin with.</summary>
/// <param name="Checkpoint">The checkpoint's step.</param>
public sealed record ExampleMapSpec(int Checkpoint)
{
    /// <summary>The name of the analysis's folder.</summary>
    /// <returns>Such as <c>patch-map-030000</c>.</returns>
    public string FolderName() => FormattableString.Invariant($"patch-map-{Checkpoint:D6}");
}
