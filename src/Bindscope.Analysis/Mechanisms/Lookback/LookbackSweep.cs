using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Mechanisms.Lookback;

/// <summary>
/// Swaps pointer, address and payload in a group of programs. In a case's source the root's line has changed places with a second line and names with a
/// third. Its vector is put at the root's line of the base, the second's and the third's at theirs: so digits stand where they stood, and where a line is and
/// what it is called, as far as its vector has it, are exchanged.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="cases">The cases, of one number of hops.</param>
/// <param name="tokens">The right-hand sides of the lines alone, or whole lines.</param>
/// <param name="digits">Number of digits.</param>
/// <param name="work">How it is run.</param>
internal sealed class LookbackSweep(Transformer model, ImmutableArray<MechanismCase> cases, TokenChoice tokens, int digits, Work work)
{
    /// <summary>The answers at some places.</summary>
    /// <param name="places">Layers and roles; null for a token off the chain.</param>
    /// <returns>[place][swap][program].</returns>
    internal LookbackAnswer[][][] Answers(IReadOnlyList<(int Layer, TokenRole? Role)> places)
    {
        int[] layers = [.. places.Select(place => place.Layer).Distinct()];
        LookbackAnswer[][][] bySwap = // [swap][place][program]
        [
            .. Readings.Swaps.Select(swap =>
            {
                ProgramPair[] pairs = [.. cases.Select(one => Pair(one, swap))];
                if (Readings.TakesPointer(swap))
                {
                    return Swapped(pairs, [.. places.Select(place => Cell(pairs, swap, place.Layer, place.Role))]);
                }

                // No place takes part: a layer's answers are those of all its places.
                LookbackAnswer[][] byLayer = Swapped(pairs, [.. layers.Select(layer => Cell(pairs, swap, layer, null))]);
                return [.. places.Select(place => byLayer[Array.IndexOf(layers, place.Layer)])];
            }),
        ];
        return [.. places.Select((_, place) => bySwap.Select(answers => answers[place]).ToArray())];
    }

    private LookbackAnswer[][] Swapped(ProgramPair[] pairs, ImmutableArray<SweepCell> cells)
    {
        SweepResult result = Sweep.Run(model, RoleSweep.Request(pairs, cells), new SweepOptions(work.Workers), null, work.Cancellation);
        return
        [
            .. cells.Select((_, cell) => cases.Select((one, row) =>
            {
                int answer = LogitMetrics.Top(result.Logits(cell, row)[..digits]);
                return answer == one.ValueIn(present: false) ? LookbackAnswer.Source
                    : answer == one.ByLine ? LookbackAnswer.Line
                    : answer == one.ByName ? LookbackAnswer.Name
                    : answer == one.Kept ? LookbackAnswer.Own
                    : LookbackAnswer.Other;
            }).ToArray()),
        ];
    }

    /// <summary>Base and source of a swap: another digit at the same root, the moved root with the base's digit, or with another.</summary>
    private static ProgramPair Pair(MechanismCase one, LookbackSwap swap) => swap switch
    {
        LookbackSwap.Payload => PayloadPair(one),
        LookbackSwap.Address or LookbackSwap.PointerAndAddress => one.Moved,
        _ => one.Absent,
    };

    /// <summary>The base, and the same program with the source's digit on the root's line.</summary>
    internal static ProgramPair PayloadPair(MechanismCase one)
    {
        int root = one.Absent.BaseExecution.RootLine - 1;
        SymbolicProgram program = one.Absent.Base;
        return ProgramPair.Of(
            program,
            program with { Lines = program.Lines.SetItem(root, program.Lines[root] with { Right = Tokenizer.Decode(one.ValueIn(present: false)) }) });
    }

    private SweepCell Cell(ProgramPair[] pairs, LookbackSwap swap, int layer, TokenRole? role)
    {
        var site = new Site(SiteKind.ResidualIn, layer);
        var parts = new List<Intervention>();
        if (Readings.TakesPointer(swap))
        {
            (int To, int From)[] pointer = role is { } known
                ? [.. pairs.Select(pair => RoleSweep.PositionsOf(pair, known))]
                : [.. cases.Select(one => (one.OtherToken, one.OtherToken))];
            parts.Add(Patch(site, pointer.Select(one => one.To < 0 ? [] : new[] { one })));
        }

        if (!Readings.TakesPointer(swap) || Readings.TakesAddress(swap))
        {
            parts.Add(Patch(site, cases.Select(one => Lines(one, swap))));
        }

        return new SweepCell([.. parts]);
    }

    /// <summary>The tokens of the lines whose vectors are put in, and of those of the source where they come from.</summary>
    private (int To, int From)[] Lines(MechanismCase one, LookbackSwap swap)
    {
        int root = one.Absent.BaseExecution.RootLine;
        (int To, int From)[] lines = Readings.TakesAddress(swap)
            ? [(root, one.AddressLine), (one.AddressLine, root), (one.NamedLine, one.NamedLine)]
            : [(root, root)];
        return tokens == TokenChoice.Chain
            ? [.. lines.Select(line => (Positions.Right(line.To), Positions.Right(line.From)))]
            : [.. lines.SelectMany(line => Enumerable.Range(0, 4).Select(i => (Positions.Name(line.To) + i, Positions.Name(line.From) + i)))];
    }

    private static Intervention.Patch Patch(Site site, IEnumerable<(int To, int From)[]> rows)
    {
        (int To, int From)[][] all = [.. rows];
        return new Intervention.Patch(
            Place.At(site, new TokenPositions.PerRow([.. all.Select(row => row.Select(one => one.To).ToImmutableArray())])),
            new TokenPositions.PerRow([.. all.Select(row => row.Select(one => one.From).ToImmutableArray())]));
    }
}

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
