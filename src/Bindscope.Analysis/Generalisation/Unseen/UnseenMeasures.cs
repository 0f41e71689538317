using System.Collections.Immutable;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Generalisation.Unseen;

/// <summary>Answers all pairs with the model of one checkpoint.</summary>
internal sealed class UnseenMeasures
{
    private readonly ColonLogits logits;
    private readonly Dictionary<SymbolicProgram, int> places;
    private readonly int[] unseenDigits;

    private UnseenMeasures(ColonLogits logits, Dictionary<SymbolicProgram, int> places, int[] unseenDigits) =>
        (this.logits, this.places, this.unseenDigits) = (logits, places, unseenDigits);

    internal static CheckpointUnseen Of(Transformer model, int step, UnseenPair[] pairs, UnseenRoles unseen, Work work)
    {
        // A test program is part of a pair of every role; it is answered once.
        SymbolicProgram[] programs = [.. pairs.SelectMany(pair => new[] { pair.Unseen, pair.Seen }).Distinct()];
        Dictionary<SymbolicProgram, int> places = programs.Index().ToDictionary(one => one.Item, one => one.Index);
        var measures = new UnseenMeasures(
            ColonLogits.Of(model, programs, work.Workers, work.Cancellation), places, [.. unseen.Answer.Select(digit => digit - '0')]);
        IGrouping<(SymbolRole Role, Original Original), UnseenPair>[] kinds =
            [.. pairs.GroupBy(pair => (pair.Role, pair.Original)).OrderBy(kind => kind.Key)];
        return new CheckpointUnseen(
            step,
            [.. kinds.SelectMany(kind => measures.Comparisons([.. kind]))],
            [.. from kind in kinds from arm in Enum.GetValues<Arm>() select measures.Saying([.. kind], arm)]);
    }

    private IEnumerable<UnseenComparison> Comparisons(UnseenPair[] kind) =>
    [
        Comparison(kind),
        .. kind.GroupBy(pair => pair.SeenExecution.Hops).OrderBy(group => group.Key)
            .Select(group => Comparison([.. group]) with { Hops = group.Key }),
        .. kind.GroupBy(AnswerLine).OrderBy(group => group.Key).Select(group => Comparison([.. group]) with { AnswerLine = group.Key }),
        .. kind.GroupBy(pair => (pair.SeenExecution.Hops, AnswerLine(pair))).OrderBy(group => group.Key)
            .Select(group => Comparison([.. group]) with { Hops = group.Key.Hops, AnswerLine = group.Key.Item2 }),
        .. kind.GroupBy(pair => pair.Symbol).OrderBy(group => group.Key)
            .Select(group => Comparison([.. group]) with { Symbol = group.Key }),
    ];

    private UnseenComparison Comparison(UnseenPair[] pairs)
    {
        (bool Unseen, bool Seen)[] right = [.. pairs.Select(pair => (IsRight(pair, Arm.Unseen), IsRight(pair, Arm.Seen)))];
        int both = right.Count(one => one.Unseen && one.Seen);
        int unseenAlone = right.Count(one => one.Unseen && !one.Seen);
        int seenAlone = right.Count(one => !one.Unseen && one.Seen);
        return new UnseenComparison(
            pairs[0].Role,
            pairs[0].Original,
            Hops: null,
            AnswerLine: null,
            Symbol: null,
            Proportion.OfCounts(both + unseenAlone, pairs.Length),
            Proportion.OfCounts(both + seenAlone, pairs.Length),
            both,
            unseenAlone,
            seenAlone,
            PairedDifference.OfCounts(both, unseenAlone, seenAlone, pairs.Length - both - unseenAlone - seenAlone),
            McNemar.PValue(unseenAlone, seenAlone));
    }

    private UnseenSaying Saying(UnseenPair[] pairs, Arm arm)
    {
        int count = pairs.Length;
        int[] said = [.. pairs.Select(pair => Said(pair, arm))];
        Outcome[] outcomes = [.. pairs.Zip(said, (pair, prediction) => Outcomes.Of(prediction, pair.In(arm), pair.ExecutionIn(arm)))];
        bool mayChoose = pairs[0].Role == SymbolRole.Answer && arm == Arm.Unseen && unseenDigits.Length > 1;
        return new UnseenSaying(
            pairs[0].Role,
            pairs[0].Original,
            arm,
            [
                .. Enum.GetValues<Outcome>()
                    .Select(outcome => new OutcomeShare(outcome, Proportion.OfCounts(outcomes.Count(one => one == outcome), count))),
            ],
            [.. Enumerable.Range(0, Tokenizer.DigitCount + 1).Select(digit => said.Count(one => Math.Min(one, Tokenizer.DigitCount) == digit))],
            unseenDigits.Length > 0 ? Proportion.OfCounts(said.Count(unseenDigits.Contains), count) : null,
            mayChoose ? Proportion.OfCounts(pairs.Count(pair => BestOfUnseen(pair) == pair.UnseenExecution.Value), count) : null);
    }

    private static AnswerLineGroup AnswerLine(UnseenPair pair) => AnswerLineGroups.Of(pair.SeenExecution.RootLine);

    private bool IsRight(UnseenPair pair, Arm arm) => Said(pair, arm) == pair.ExecutionIn(arm).Value;

    private int Said(UnseenPair pair, Arm arm) => Reading.Of(LogitsOf(pair.In(arm)), pair.ExecutionIn(arm).Value).Prediction;

    private int BestOfUnseen(UnseenPair pair)
    {
        float[] row = LogitsOf(pair.Unseen).ToArray();
        return unseenDigits.MaxBy(digit => row[digit]);
    }

    private ReadOnlySpan<float> LogitsOf(SymbolicProgram program) => logits[places[program]];
}
