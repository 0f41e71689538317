using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;

namespace Bindscope.Analysis.Mechanisms.Lookback;

/// <summary>Pointer, address and payload: plain data, as <c>analyses/lookback-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="Groups">By hops.</param>
public sealed record LookbackResult(int Format, int Checkpoint, int Layers, ImmutableArray<LookbackGroup> Groups)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>The swaps of programs of one number of hops.</summary>
/// <param name="Hops">The base programs' referential depth.</param>
/// <param name="Tried">Programs that were looked at.</param>
/// <param name="Possible">Of those, the ones that have sources of which every reading predicts another answer.</param>
/// <param name="Choosing">Solved programs on which the strongest place is chosen.</param>
/// <param name="Programs">Other solved programs, on which all shares are.</param>
/// <param name="Places">By layer, and then in the order of the text; a token off the chain, as a control, last of each layer.</param>
/// <param name="Strongest">Which of <paramref name="Places"/> holds a pointer most often, from layer 2 on; null where none does in any program.</param>
/// <param name="Untrained">What the run's first checkpoint answers at the strongest place; null where there is none, or it is the one that is asked.</param>
public sealed record LookbackGroup(
    int Hops,
    int Tried,
    int Possible,
    int Choosing,
    int Programs,
    ImmutableArray<LookbackPlace> Places,
    int? Strongest,
    LookbackPlace? Untrained);

/// <summary>The swaps of what is held at one token, and of the root's line, on entering one layer.</summary>
/// <param name="Layer">The layer that the swapped vectors enter, 1-based; layer 1 is the input itself.</param>
/// <param name="Place">The token whose pointer is swapped, by its role; <c>other token</c> for one off the chain.</param>
/// <param name="Swaps">What came out of each swap.</param>
/// <param name="Readings">How many answers each reading of the place foretells.</param>
public sealed record LookbackPlace(int Layer, string Place, ImmutableArray<LookbackAnswers> Swaps, ImmutableArray<ReadingShare> Readings);

/// <summary>What is taken from the source.</summary>
public enum LookbackSwap
{
    /// <summary>The digit on the root's line.</summary>
    Payload,

    /// <summary>What the place holds.</summary>
    Pointer,

    /// <summary>Where the root's line is and what it is called: the vectors of three lines change places, each with its own digit.</summary>
    Address,

    /// <summary>Both: the pointer leads to the address again, so the answer stays.</summary>
    PointerAndAddress,

    /// <summary>The same exchange of lines, and the root's has another digit.</summary>
    AddressAndPayload,

    /// <summary>All three: the pointer leads to the address again, and the source's digit stands there.</summary>
    All,
}

/// <summary>Whose digit an answer is; they are different in every program.</summary>
public enum LookbackAnswer
{
    /// <summary>The source's, which stands nowhere in the base.</summary>
    Source,

    /// <summary>The base's on the line on which the source's root stands.</summary>
    Line,

    /// <summary>The base's under the name that the source's root has.</summary>
    Name,

    /// <summary>The base's own answer.</summary>
    Own,

    /// <summary>Another.</summary>
    Other,
}

/// <summary>What came out of one swap.</summary>
/// <param name="Swap">What was swapped.</param>
/// <param name="Source">Answers that are the source's digit.</param>
/// <param name="Line">Answers that are what the base has on the source's line.</param>
/// <param name="Name">Answers that are what the base has under the source's name.</param>
/// <param name="Own">Answers that are the base's own.</param>
/// <param name="Other">Other answers.</param>
public sealed record LookbackAnswers(LookbackSwap Swap, Proportion Source, Proportion Line, Proportion Name, Proportion Own, Proportion Other)
{
    /// <summary>The share of one kind of answer.</summary>
    /// <param name="answer">Which.</param>
    public Proportion Of(LookbackAnswer answer) => answer switch
    {
        LookbackAnswer.Source => Source,
        LookbackAnswer.Line => Line,
        LookbackAnswer.Name => Name,
        LookbackAnswer.Own => Own,
        _ => Other,
    };
}

/// <summary>What a place may hold, and where what it points to is kept.</summary>
public enum LookbackReading
{
    /// <summary>A line's number, which is looked up in the vectors of lines: the address moves with them.</summary>
    LineHeld,

    /// <summary>A name, which is looked up in the vectors of lines.</summary>
    NameHeld,

    /// <summary>A line, which is found by where it stands: its vector may be exchanged and the same token is looked at.</summary>
    LineInPlace,

    /// <summary>A name, which is found by where the line stands that has it, whatever the vector of its right-hand side holds.</summary>
    NameInPlace,

    /// <summary>The digit itself: nothing is looked up any more.</summary>
    Value,
}

/// <summary>How well one reading foretells what comes out.</summary>
/// <param name="Reading">The reading.</param>
/// <param name="Share">Share of answers that are as it says, mean over the six swaps.</param>
public sealed record ReadingShare(LookbackReading Reading, Estimate Share);

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
