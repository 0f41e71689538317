using System.Collections.Immutable;

namespace Bindscope.Analysis.Seeds;

/// <summary>Which runs are put side by side.</summary>
/// <param name="Runs">Their folders, two or more, of one task and model.</param>
public sealed record SeedsSpec(ImmutableArray<string> Runs)
{
    /// <summary>The name of the analysis's folder, in the first run.</summary>
    public const string FolderName = "seeds";
}
