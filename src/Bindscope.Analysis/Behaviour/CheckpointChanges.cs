using System.Collections.Immutable;

namespace Bindscope.Analysis.Behaviour;

/// <summary>What changes from one checkpoint to the next.</summary>
internal static class CheckpointChanges
{
    internal static ImmutableArray<Transition> Transitions(IReadOnlyList<CheckpointBehaviour> checkpoints, TestPrograms tests)
    {
        Outcome[][] outcomes =
        [
            .. checkpoints.Select(checkpoint => checkpoint.PredictionOf
                .Select((prediction, i) => Outcomes.Of(prediction, tests.Programs[i], tests.Executions[i])).ToArray()),
        ];
        return
        [
            .. Enumerable.Range(1, Math.Max(0, checkpoints.Count - 1)).SelectMany(c => outcomes[c - 1].Zip(outcomes[c])
                .CountBy(pair => pair)
                .OrderBy(pair => pair.Key)
                .Select(pair => new Transition(
                    checkpoints[c - 1].Step, checkpoints[c].Step, pair.Key.First, pair.Key.Second, pair.Value))),
        ];
    }

    internal static Flips Between(int from, bool[] before, int to, bool[] after)
    {
        int Count(bool wasRight, bool isRight) => before.Zip(after).Count(pair => pair == (wasRight, isRight));
        (int gained, int lost) = (Count(false, true), Count(true, false));
        return new Flips(from, to, before.Length, Count(true, true), gained, lost, McNemar.PValue(gained, lost));
    }
}
