using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Programs.Generation;
using Bindscope.Runs;

namespace Bindscope.Analysis.Generalisation.Unseen;

/// <summary>On what symbols in unseen roles are tried: at one checkpoint, or at all with when each role becomes right. Each program makes at most
/// one pair a role.</summary>
public sealed record UnseenSpec(
    [Step(true)] int? Checkpoint = null, [Field("the first programs of the test set", Least = 2)] int Programs = 4000);

/// <summary>Does the model answer where a symbol stands in a role that it never had in training?</summary>
/// <remarks>
/// <para>
/// Question: is what was learned about a role learned for the role or symbol by symbol? A name that never was asked for, never had to be followed
/// or never stood at the root, and a digit that never was the answer, stand in that role here; everywhere else they were met in
/// training. Every such program is held against the same program with that one symbol renamed to one that is known in every role.
/// </para>
/// <para>
/// What would mislead: a digit that never was a target has an output that training pushed down all along, whatever the model knows inside
/// (<see cref="UnseenSaying.BestOfUnseen"/> tells the two apart). With one hop the root's name is the queried one, with more it is a followed
/// one; the comparisons by hops keep these apart. Heuristics need no role: being right where the answer stands on line 1 may be theirs.
/// </para>
/// </remarks>
public sealed class UnseenAnalysis : IAnalysis<UnseenSpec, UnseenResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "unseen-roles",
        "Unseen roles",
        "Does the model answer when a name or digit has a role that it never had in training?",
        Scope.Run,
        UnseenResult.CurrentFormat)
    { KeepsCheckpoints = true };

    /// <inheritdoc/>
    public static UnseenSpec Default => new();

    /// <inheritdoc/>
    public static IEnumerable<UnseenSpec> Sized(Run run, Budget budget) =>
        run.Preset.Data.Unseen.IsEmpty() ? [] : [new(Programs: budget.TestPrograms)];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(UnseenResult result) => UnseenViews.Of(result);

    /// <summary>Programs of a kind count as answered from this share on.</summary>
    private const double Level = 0.9;

    /// <summary>Measures one or all checkpoints; a job that was stopped goes on with the checkpoint where it was.</summary>
    /// <param name="run">A run that was trained with unseen roles.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, the run was trained with every symbol in every role, or has no such checkpoint, or no pair
    /// can be made of its test set.</exception>
    public static UnseenResult Run(Run run, UnseenSpec spec, Work work)
    {
        Info.Require(spec);

        UnseenRoles unseen = run.Preset.Data.Unseen;
        if (unseen.IsEmpty())
        {
            throw new UserException(
                $"{run.Name} was trained with every symbol in every role",
                $"train a run without some: train --preset {run.Preset.Name} --set data.unseen.queried=xyz --run NAME "
                + "(or data.unseen.followed, data.unseen.root, data.unseen.answer=89)");
        }

        RunCheckpoint.StepOf(run, spec.Checkpoint?.ToString(CultureInfo.InvariantCulture) ?? "last");
        IReadOnlyList<int> steps = spec.Checkpoint is { } one ? [one] : run.Checkpoints.Steps();
        TestPrograms tests = TestPrograms.Of(run, spec.Programs);
        UnseenPair[] pairs = UnseenPairs.Of(tests.Programs, unseen, run.Preset.Task);
        if (pairs.Length == 0)
        {
            throw new UserException($"no pair can be made of {tests.Programs.Count} test programs of {run.Name}", "ask for more with --programs", 3);
        }

        // One checkpoint's file serves the question for it alone and that for all.
        var folder = new AnalysisFolder(run, Info.Name);
        var question = new UnseenQuestion(UnseenResult.CurrentFormat, tests.Programs.Count);
        ImmutableArray<CheckpointUnseen> checkpoints = work.OfEach(
            folder, steps, question, step => UnseenMeasures.Of(run.LoadModel(step), step, pairs, unseen, work));
        return new UnseenResult(
            UnseenResult.CurrentFormat,
            unseen,
            tests.Programs.Count,
            checkpoints,
            Level,
            spec.Checkpoint is null ? Milestones(checkpoints) : []);
    }

    /// <summary>When every kind of programs became right for good.</summary>
    internal static ImmutableArray<UnseenMilestone> Milestones(IReadOnlyList<CheckpointUnseen> checkpoints) =>
    [
        .. from last in checkpoints[^1].Comparisons
           where last.IsOfAll()
           let over = checkpoints.Select(checkpoint => (checkpoint.Step, Of: checkpoint.Comparisons.First(one =>
               one.IsOfAll() && (one.Role, one.Original) == (last.Role, last.Original)))).ToArray()
           select new UnseenMilestone(
               last.Role,
               last.Original,
               For([.. over.Select(at => (at.Step, at.Of.Unseen.Value))]),
               For([.. over.Select(at => (at.Step, at.Of.Seen.Value))])),
    ];

    private static int? For((int Step, double Share)[] over)
    {
        int lastBelow = Array.FindLastIndex(over, at => at.Share < Level);
        return lastBelow == over.Length - 1 ? null : over[lastBelow + 1].Step;
    }
}

/// <summary>What one checkpoint's file answers; a file that answers another question is computed anew.</summary>
internal sealed record UnseenQuestion(int Format, int Programs);
