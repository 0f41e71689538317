using System.Collections.Immutable;

namespace Bindscope.Analysis.Live;

/// <summary>A run's example program; what happens in it at a checkpoint is in <c>checkpoints/STEP.json</c>, a <see cref="LiveProgram"/>.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Base">The program's text.</param>
/// <param name="Source">The counterfactual's text.</param>
/// <param name="Steps">The checkpoints, ascending.</param>
public sealed record ExampleResult(int Format, string Base, string Source, ImmutableArray<int> Steps)
{
    /// <summary>The version of this record, and of the checkpoints' files, that this build writes.</summary>
    public const int CurrentFormat = 2;
}
