using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Analysis.Mechanisms.Lookback;

/// <summary>On which programs pointers, addresses and payloads are swapped.</summary>
public sealed record LookbackSpec(
    [Step] int Checkpoint,
    PairSelection Selection,
    [Field("pointers at chain (as in mechanisms) or spans (also the three tokens after each); then addresses are all four tokens of a line", Folder = "{0}")]
    TokenChoice Tokens = TokenChoice.Chain);

/// <summary>Does a token hold a pointer, which is looked up against an address that stands beside the digit?</summary>
/// <remarks>
/// <para>
/// Question: how does an address that was handed on lead to the digit? After N. Prakash et al., "Language Models use Lookbacks to Track Beliefs" (arXiv
/// 2505.14685): an address stands twice, beside its payload and as a pointer elsewhere, and attention compares the two. Swapped alone, either leads to
/// another line's digit; swapped together they find each other again. Sources are those of <see cref="MechanismAnalysis"/>, so that every reading of a
/// place gives another row of answers; half of the programs choose the strongest place, the others have the shares.
/// </para>
/// <para>
/// What would mislead: "the base's own answer" is what a swap that does nothing gives, too, so pointer and address together say little; with another digit
/// along they bring it. Where a head finds a line by where it stands (its rotary distance), no vector holds the address, and exchanging vectors moves
/// digits. docs/methods/mechanisms.md has the rest.
/// </para>
/// </remarks>
public sealed class LookbackAnalysis : IAnalysis<LookbackSpec, LookbackResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "lookback",
        "Pointer, address and payload",
        "Does a token hold a pointer, which is looked up against an address that stands beside the digit?",
        Scope.Checkpoint,
        LookbackResult.CurrentFormat)
    {
        // Sources are made so that readings come apart.
        Without = [nameof(PairSelection.OwnPairs)],
    };

    /// <inheritdoc/>
    public static LookbackSpec Default => new(StepForm.Last, MechanismAnalysis.Later(new PairSelection(120)));

    /// <inheritdoc/>
    public static LookbackSpec Asked(Run run, LookbackSpec spec)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(spec);
        return spec with { Selection = spec.Selection.OrDeepest(run) };
    }

    /// <inheritdoc/>
    public static IEnumerable<LookbackSpec> Sized(Run run, Budget budget) =>
        [Asked(run, new(budget.Last, MechanismAnalysis.Later(budget.Some with { Programs = 2 * budget.Programs })))];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(LookbackResult result) => LookbackViews.Of(result);

    /// <summary>Swaps.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or no program fits it.</exception>
    public static LookbackResult Run(Run run, LookbackSpec spec, Work work)
    {
        Info.Require(spec);
        int digits = run.Preset.Task.DigitCount;
        Transformer model = run.LoadModel(spec.Checkpoint);
        int first = run.Checkpoints.Steps()[0];
        Transformer? untrained = first < spec.Checkpoint ? run.LoadModel(first) : null;
        ImmutableArray<MechanismGroup> groups = MechanismGroup.Draw(
            model, spec.Selection.ProgramsOf(run, work.Cancellation), digits, spec.Selection, deepest: 1, work, NamesAreBoundOnce);
        return new LookbackResult(
            LookbackResult.CurrentFormat,
            spec.Checkpoint,
            model.Spec.Layers,
            [
                .. groups.Select((group, i) =>
                {
                    work.Progress?.Report(new AnalysisProgress(Execution.HopsInWords(group.Hops), i, groups.Length));
                    return Of(model, untrained, group, spec, digits, work);
                }),
            ]);
    }

    private static LookbackGroup Of(Transformer model, Transformer? untrained, MechanismGroup drawn, LookbackSpec spec, int digits, Work work)
    {
        ImmutableArray<MechanismCase> cases = drawn.Drawn.Cases;
        int choosing = cases.Length / 2;
        (int Layer, TokenRole? Role)[] places = drawn.Places(model.Spec.Layers, spec.Tokens);
        LookbackAnswer[][][] answers = new LookbackSweep(model, cases, spec.Tokens, digits, work).Answers(places);
        int? strongest = Strongest(places, answers, choosing);
        MechanismCase[] judging = [.. cases[choosing..]];
        LookbackPlace[] found =
            [.. places.Select((place, i) => Of(place, [.. answers[i].Select(one => one[choosing..])], judging)).OfType<LookbackPlace>()];
        return new LookbackGroup(
            drawn.Hops,
            drawn.Drawn.Tried,
            drawn.Drawn.Possible,
            choosing,
            judging.Length,
            [.. found],
            strongest is { } at ? Array.FindIndex(found, one => one.Layer == places[at].Layer && one.Place == places[at].Role.ToString()) : null,
            strongest is { } chosen && untrained is not null
                ? Of(places[chosen], new LookbackSweep(untrained, [.. judging], spec.Tokens, digits, work).Answers([places[chosen]])[0], judging)
                : null);
    }

    /// <summary>Another line that binds one of the exchanged names might stand nearer after the exchange, and would be found instead.</summary>
    private static bool NamesAreBoundOnce(MechanismCase one)
    {
        ImmutableArray<Assignment> lines = one.Absent.Base.Lines;
        char[] exchanged = [lines[one.Absent.BaseExecution.RootLine - 1].Name, lines[one.AddressLine - 1].Name, lines[one.NamedLine - 1].Name];
        return exchanged.All(name => lines.Count(line => line.Name == name) == 1);
    }

    /// <summary>The place whose pointer leads most often to another line, the last of equals.</summary>
    private static int? Strongest((int Layer, TokenRole? Role)[] places, LookbackAnswer[][][] answers, int choosing)
    {
        int Followed(int place) =>
            answers[place][(int)LookbackSwap.Pointer].Take(Math.Max(1, choosing)).Count(answer => answer is LookbackAnswer.Line or LookbackAnswer.Name);
        int[] held = [.. Enumerable.Range(0, places.Length).Where(place => places[place] is { Layer: > 1, Role: not null } && Followed(place) > 0)];
        return held.Length == 0 ? null : held.Reverse().MaxBy(Followed);
    }

    /// <summary>The shares of one place; null where no program has the token.</summary>
    private static LookbackPlace? Of((int Layer, TokenRole? Role) place, LookbackAnswer[][] answers, MechanismCase[] cases)
    {
        int[] rows = [.. Enumerable.Range(0, cases.Length).Where(row => place.Role is not null || cases[row].OtherToken >= 0)];
        if (rows.Length == 0)
        {
            return null;
        }

        LookbackAnswer[][] own = [.. answers.Select(swap => rows.Select(row => swap[row]).ToArray())];
        return new LookbackPlace(
            place.Layer,
            place.Role?.ToString() ?? MechanismSweep.OtherToken,
            [
                .. Readings.Swaps.Select(swap =>
                {
                    Proportion Share(LookbackAnswer answer) => Proportion.OfCounts(own[(int)swap].Count(one => one == answer), rows.Length);
                    return new LookbackAnswers(
                        swap,
                        Share(LookbackAnswer.Source),
                        Share(LookbackAnswer.Line),
                        Share(LookbackAnswer.Name),
                        Share(LookbackAnswer.Own),
                        Share(LookbackAnswer.Other));
                }),
            ],
            [.. Readings.Shares(own)]);
    }
}
