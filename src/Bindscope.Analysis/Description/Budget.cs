using System.Collections.Immutable;
using Bindscope.Analysis.Everything;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Programs.Tokens;
using Bindscope.Runs;

namespace Bindscope.Analysis.Description;

/// <summary>
/// How large the analyses of a run are when all are done. Sizes fall with the cost of one forward pass, so that large models take minutes rather
/// than days; intervals tell what that costs in precision.
/// </summary>
public sealed class Budget
{
    private const int MostPrograms = 100;

    private readonly Lazy<ImmutableArray<int>> offsets;
    private readonly double cost;

    /// <summary>The sizes for a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="programs">Programs of each group in a sweep; 0 to choose by the size of the model.</param>
    /// <param name="work">How what decides is computed.</param>
    /// <exception cref="Errors.UserException">The run has no checkpoint.</exception>
    public Budget(Run run, int programs, Work work)
    {
        ArgumentNullException.ThrowIfNull(run);
        Last = RunCheckpoint.StepOf(run, "last");
        cost = run.Preset.Model.Layers * Positions.PromptLength(run.Preset.Task.Lines) * run.Preset.Model.Width / (3.0 * 27 * 64);
        Programs = programs > 0 ? programs : Math.Clamp((int)(MostPrograms / Math.Sqrt(cost)), FewestPrograms, MostPrograms);
        MiddleLayer = (run.Preset.Model.Layers + 1) / 2;
        offsets = new Lazy<ImmutableArray<int>>(() => [.. new[] { 0, StorageOffset.Find(run, Last, MiddleLayer, work) }.Distinct()]);
    }

    /// <summary>The fewest programs of a group that say anything.</summary>
    public static int FewestPrograms => 20;

    /// <summary>The checkpoint that is analysed where an analysis takes one: the last.</summary>
    public int Last { get; }

    /// <summary>Programs of each group in a sweep.</summary>
    public int Programs { get; }

    /// <summary>The pairs of a sweep.</summary>
    public PairSelection Some => new(Programs);

    /// <summary>The pairs of a sweep that is costly.</summary>
    public PairSelection Few => new(Math.Max(FewestPrograms / 2, Programs / 3));

    /// <summary>The first programs of the test set, where every checkpoint is asked for all of them.</summary>
    public int TestPrograms => Math.Clamp((int)(4000 / Math.Sqrt(cost)), 1000, 4000);

    /// <summary>The layer whose input is looked at where one is enough, 1-based.</summary>
    public int MiddleLayer { get; }

    /// <summary>Tokens after the right-hand sides: the right-hand sides themselves, as in the paper, and where this model keeps its values, if
    /// that is another token.</summary>
    public ImmutableArray<int> Offsets => offsets.Value;
}
