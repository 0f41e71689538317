using Bindscope.Analysis.Results;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Mechanisms.Lookback;

/// <summary>What each reading says of each swap.</summary>
internal static class Readings
{
    internal static LookbackSwap[] Swaps { get; } = Enum.GetValues<LookbackSwap>();

    /// <summary>Whether a swap takes what the place holds from the source.</summary>
    internal static bool TakesPointer(LookbackSwap swap) => swap is LookbackSwap.Pointer or LookbackSwap.PointerAndAddress or LookbackSwap.All;

    /// <summary>Whether it exchanges the vectors of lines.</summary>
    internal static bool TakesAddress(LookbackSwap swap) => swap is not (LookbackSwap.Payload or LookbackSwap.Pointer);

    /// <summary>The answer that a reading predicts.</summary>
    internal static LookbackAnswer Predicted(LookbackReading reading, LookbackSwap swap)
    {
        LookbackAnswer pointed = reading is LookbackReading.LineHeld or LookbackReading.LineInPlace ? LookbackAnswer.Line : LookbackAnswer.Name;
        return (reading, swap) switch
        {
            // Nothing is looked up: only what the place itself holds counts.
            (LookbackReading.Value, LookbackSwap.Pointer or LookbackSwap.All) => LookbackAnswer.Source,
            (LookbackReading.Value, _) => LookbackAnswer.Own,

            (_, LookbackSwap.Payload) => LookbackAnswer.Source,
            (_, LookbackSwap.Pointer) => pointed,

            // The address is in the vectors: exchanged with the pointer, it is found where the root's digit has come to stand.
            (LookbackReading.LineHeld or LookbackReading.NameHeld, LookbackSwap.Address or LookbackSwap.AddressAndPayload) => pointed,
            (LookbackReading.LineHeld or LookbackReading.NameHeld, LookbackSwap.PointerAndAddress) => LookbackAnswer.Own,
            (LookbackReading.LineHeld or LookbackReading.NameHeld, _) => LookbackAnswer.Source,

            // The address is the place: an exchange puts the root's digit, which it brings along, where it was.
            (_, LookbackSwap.Address) => LookbackAnswer.Own,
            (_, LookbackSwap.AddressAndPayload) => LookbackAnswer.Source,
            _ => pointed,
        };
    }

    /// <summary>How many of the answers each reading foretells.</summary>
    /// <param name="answers">[swap][program].</param>
    internal static IEnumerable<ReadingShare> Shares(LookbackAnswer[][] answers)
    {
        int programs = answers[0].Length;
        var bootstrap = Bootstraps.Of(programs);
        foreach (LookbackReading reading in Enum.GetValues<LookbackReading>())
        {
            Estimate share = bootstrap.Mean(
            [
                .. Enumerable.Range(0, programs).Select(program =>
                    Swaps.Average(swap => answers[(int)swap][program] == Predicted(reading, swap) ? 1.0 : 0)),
            ]);

            // Resamples of programs that all say the same are all the same; Wilson's interval knows how many they are.
            var wilson = Proportion.OfMean(Math.Clamp(share.Value, 0, 1), programs);
            yield return new ReadingShare(reading, share with { Low = Math.Min(share.Low, wilson.Low), High = Math.Max(share.High, wilson.High) });
        }
    }
}
