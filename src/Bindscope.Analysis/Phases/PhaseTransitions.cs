using System.Collections.Immutable;
using Bindscope.Runs;

namespace Bindscope.Analysis.Phases;

/// <summary>Finds what lies between phases, and before the first or after the last where the run starts or ends in a transition.</summary>
internal static class PhaseTransitions
{
    public static ImmutableArray<PhaseTransition> Between(IReadOnlyList<Stretch> stretches, IReadOnlyList<Evaluation> evaluations)
    {
        if (stretches.Count == 0)
        {
            return [Transition(evaluations, null, null)];
        }

        var transitions = ImmutableArray.CreateBuilder<PhaseTransition>();
        if (stretches[0].First > 0)
        {
            transitions.Add(Transition(evaluations, null, stretches[0]));
        }

        for (var i = 1; i < stretches.Count; i++)
        {
            transitions.Add(Transition(evaluations, stretches[i - 1], stretches[i]));
        }

        if (stretches[^1].Last < evaluations.Count - 1)
        {
            transitions.Add(Transition(evaluations, stretches[^1], null));
        }

        return transitions.ToImmutable();
    }

    private static PhaseTransition Transition(IReadOnlyList<Evaluation> evaluations, Stretch? before, Stretch? after)
    {
        var from = before?.Last ?? 0;
        var to = after?.First ?? evaluations.Count - 1;
        var outside = (before is null ? 1 : 0) + (after is null ? 1 : 0);
        return new PhaseTransition(
            before?.Kind,
            after?.Kind,
            evaluations[from].Step,
            evaluations[to].Step,
            to - from - 1 + outside,
            evaluations[to].Accuracy - evaluations[from].Accuracy);
    }
}
