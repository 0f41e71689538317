using Bindscope.Analysis.Description;
using Bindscope.Programs.Execution;

namespace Bindscope.Analysis.Mechanisms.Lookback;

/// <summary>Swaps by what came out, and how well each reading foretells it, as tables.</summary>
internal static class LookbackViews
{
    internal static IEnumerable<View> Of(LookbackResult result) =>
    [
        View.Of($"step {result.Checkpoint}: pointer, address and payload of the root's line, swapped alone and together"),
        .. result.Groups.SelectMany(group => group.Strongest is { } at
            ? [Matrix(group, group.Places[at]), Places(group)]
            : new[] { View.Of($"{Execution.HopsInWords(group.Hops)}: in no program does any token from layer 2 on hold a pointer to the root's line") }),
    ];

    private static View Matrix(LookbackGroup group, LookbackPlace place) => View.Of(
        $"""
        {Execution.HopsInWords(group.Hops)}, {place.Place} entering layer {place.Layer}: it holds a pointer most often in {group.Choosing} other programs
        answers in %, of {group.Programs} programs ({group.Possible} of {group.Tried} tried have such sources); 95 % intervals
        """,
        [
            "swapped", "source's digit", "on the source's line", "under its name", "base's own", "another",
            .. Untrained(group).Select(_ => "untrained: any of the first three"),
        ],
        place.Swaps.Select((swap, i) => (IEnumerable<Cell>)
        [
            Cell.Words(swap.Swap), .. Enum.GetValues<LookbackAnswer>().Select(answer => Cell.Percent(swap.Of(answer))),
            .. Untrained(group).Select(one => Cell.Percent(one.Swaps[i].Source.Value + one.Swaps[i].Line.Value + one.Swaps[i].Name.Value)),
        ]));

    private static View Places(LookbackGroup group) => View.Of(
        $"{Execution.HopsInWords(group.Hops)}: where a swapped pointer changes answers; share of the answers to all six swaps as each reading says, %",
        ["layer", "token", "pointer: line", "pointer: name", "pointer: source's", "line held", "name held", "line in place", "name in place", "value"],
        group.Places.Where(place => 1 - Pointer(place).Own.Value - Pointer(place).Other.Value >= Shown).Select(place => (IEnumerable<Cell>)
        [
            place.Layer, place.Place, Cell.Percent(Pointer(place).Line), Cell.Percent(Pointer(place).Name), Cell.Percent(Pointer(place).Source),
            .. place.Readings.Select(reading => Cell.Percent(reading.Share)),
        ]));

    /// <summary>Where fewer answers than this change, there is no line in the table; the JSON has it.</summary>
    private const double Shown = 0.1;

    private static LookbackAnswers Pointer(LookbackPlace place) => place.Swaps[(int)LookbackSwap.Pointer];

    private static IEnumerable<LookbackPlace> Untrained(LookbackGroup group) => group.Untrained is { } one ? [one] : [];
}
