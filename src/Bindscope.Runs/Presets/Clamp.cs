using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Bindscope.Runs.Presets;

/// <summary>
/// The heuristics' path, clamped off for a part of a training. Of lines: the hash and the colon do not look at the first lines, in any head of any layer.
/// Of heads: what named heads bring to the hash and the colon is held at their mean, or at what they brought when the clamp began. Does what comes after the
/// heuristic then come earlier, later, or never? Other lines, or as many other heads, are the control.
/// </summary>
/// <param name="Lines">So many lines; 0 where heads are clamped.</param>
/// <param name="From">Share of all steps from which on it holds, 0 to 1.</param>
/// <param name="Until">Share of all steps up to which it holds; above <paramref name="From"/>, at most 1 (to the end).</param>
/// <param name="After">Lines before them that may be looked at; 0 for the first lines of the program.</param>
/// <param name="QueryVariable">Whether it holds of the queried variable, too, for trainings whose answer is asked for at it.</param>
/// <param name="EveryToken">Whether no token behind the lines looks at them, so that nothing of them gets anywhere.</param>
/// <param name="Frozen">Whether the heads bring what the weights of the clamp's first step bring on the same tokens; otherwise their mean over programs
/// there.</param>
/// <remarks>
/// A. Singh et al., "What needs to go right for an induction head?" (ICML 2024), clamp activations during training. Evaluations while it holds are under
/// it, too: they tell what the model that is trained can do.
/// </remarks>
public sealed record Clamp(
    [property: MayBeMissing] int Lines = 0,
    double From = 0,
    double Until = 1,
    [property: MayBeMissing] int After = 0,
    [property: MayBeMissing] bool QueryVariable = false,
    [property: MayBeMissing] bool EveryToken = false,
    [property: MayBeMissing] bool Frozen = false)
{
    /// <summary>Heads as layer and head, both from 1: "2.1"; empty where lines are clamped.</summary>
    [MayBeMissing]
    public ImmutableArray<string> Heads { get; init; } = [];

    /// <summary>Layer and head of each of <see cref="Heads"/>, 1-based; zeros for what names none.</summary>
    [JsonIgnore]
    public ImmutableArray<(int Layer, int Head)> HeadPlaces => [.. Heads.Select(HeadPlace)];

    /// <summary>Whether it holds for the update from a step to the next, and for an evaluation at that step.</summary>
    /// <param name="step">Updates made so far.</param>
    /// <param name="steps">Updates of the whole training.</param>
    public bool HoldsAt(int step, int steps) => step >= From * steps && (step < Until * steps || Until >= 1);

    /// <summary>The first step at which it holds.</summary>
    /// <param name="steps">Updates of the whole training.</param>
    public int FirstStep(int steps) => (int)Math.Ceiling(From * steps);

    /// <summary>The same of a training of another length: it holds between the same steps, or to the new end.</summary>
    /// <param name="before">Updates of the training so far.</param>
    /// <param name="steps">Updates of the other.</param>
    internal Clamp WithSteps(int before, int steps) => this with
    {
        From = Share(FirstStep(before), steps),
        Until = Until >= 1 ? 1 : Share((int)Math.Ceiling(Until * before), steps),
    };

    /// <summary>What does not happen while it holds, in words.</summary>
    internal string Words()
    {
        string tokens = QueryVariable ? "the hash, the queried variable and the colon" : "the hash and the colon";
        if (!Heads.IsEmpty)
        {
            string heads = Heads.Length > 1 ? $"heads {string.Join(", ", Heads)} bring" : $"head {Heads[0]} brings";
            return $"{heads} {(Frozen ? "what the weights of the first of these steps bring" : "a mean over programs")} to {tokens}";
        }

        string lines = Lines > 1 ? $"lines {After + 1} to {After + Lines}" : $"line {After + 1}";
        return $"{(EveryToken ? "no token behind them looks at" : $"{tokens} do not look at")} {lines}";
    }

    internal IEnumerable<string> Problems()
    {
        if (Heads.IsEmpty && Lines < 1)
        {
            yield return $"training.clamp.lines is {Lines}; it must be 1 or more, or heads must be named";
        }

        if (Heads.IsEmpty && Frozen)
        {
            yield return "training.clamp.frozen holds what heads bring: name them in training.clamp.heads";
        }

        if (!Heads.IsEmpty && (Lines != 0 || After != 0 || EveryToken))
        {
            yield return "training.clamp holds lines (lines, after, everyToken) or heads, not both";
        }

        if (EveryToken && QueryVariable)
        {
            yield return "training.clamp.everyToken takes in the queried variable: leave queryVariable out";
        }

        foreach (string head in Heads.Where(head => HeadPlace(head) == default))
        {
            yield return $"training.clamp.heads: '{head}' is no head; write its layer and its number, both from 1, such as 2.1";
        }

        if (Heads.Distinct(StringComparer.Ordinal).Count() < Heads.Length)
        {
            yield return "training.clamp.heads names a head twice";
        }

        if (After < 0)
        {
            yield return $"training.clamp.after is {After}; it must be 0 or more";
        }

        if (From is not (>= 0 and < 1) || !(Until > From && Until <= 1))
        {
            yield return $"training.clamp: from {From} and until {Until} must be shares of the steps, 0 or more, the first below the second, at most 1";
        }
    }

    private static double Share(int step, int steps) => Math.Max(0, (step - 0.5) / steps);

    private static (int Layer, int Head) HeadPlace(string text)
    {
        string[] parts = (text ?? "").Split('.');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int layer) && layer > 0
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int head) && head > 0
            ? (layer, head)
            : default;
    }
}
