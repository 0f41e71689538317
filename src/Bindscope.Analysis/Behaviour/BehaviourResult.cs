using System.Collections.Immutable;

namespace Bindscope.Analysis.Behaviour;

/// <summary>What a run's models do: plain data, as <c>analyses/behaviour/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Programs">Programs of the test set that were asked, its first ones.</param>
/// <param name="Checkpoints">By step.</param>
/// <param name="Transitions">Programs that went from outcome to outcome, between neighbouring checkpoints.</param>
/// <param name="Flips">Programs that became right or wrong, between neighbouring checkpoints.</param>
/// <param name="Learning">When each program was learned; null for one checkpoint alone.</param>
/// <param name="TellingCases">The programs on which the heuristics differ most.</param>
/// <param name="Texts">The programs that were asked, in the order of every checkpoint's predictions; null in results of older builds.</param>
public sealed record BehaviourResult(
    int Format,
    int Programs,
    ImmutableArray<CheckpointBehaviour> Checkpoints,
    ImmutableArray<Transition> Transitions,
    ImmutableArray<Flips> Flips,
    Learning? Learning,
    ImmutableArray<TellingCase> TellingCases,
    ImmutableArray<string>? Texts = null)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}
