namespace Bindscope.Runs.Presets;

/// <summary>
/// The heuristics' path, clamped off for a part of a training: the hash and the colon do not look at the first lines, in any head of any layer. Does what
/// comes after the heuristic then come earlier, later, or never? Other lines, clamped off in its place, are the control.
/// </summary>
/// <param name="Lines">So many lines, 1 or more.</param>
/// <param name="From">Share of all steps from which on it holds, 0 to 1.</param>
/// <param name="Until">Share of all steps up to which it holds; above <paramref name="From"/>, at most 1 (to the end).</param>
/// <param name="After">Lines before them that may be looked at; 0 for the first lines of the program.</param>
/// <param name="QueryVariable">Whether the queried variable does not look there either, for trainings whose answer is asked for at it, too.</param>
/// <remarks>
/// A. Singh et al., "What needs to go right for an induction head?" (ICML 2024), clamp activations during training. Evaluations while it holds are under
/// it, too: they tell what the model that is trained can do.
/// </remarks>
public sealed record Clamp(
    int Lines,
    double From = 0,
    double Until = 1,
    [property: MayBeMissing] int After = 0,
    [property: MayBeMissing] bool QueryVariable = false)
{
    /// <summary>Whether it holds for the update from a step to the next, and for an evaluation at that step.</summary>
    /// <param name="step">Updates made so far.</param>
    /// <param name="steps">Updates of the whole training.</param>
    public bool HoldsAt(int step, int steps) => step >= From * steps && (step < Until * steps || Until >= 1);

    internal IEnumerable<string> Problems()
    {
        if (Lines < 1)
        {
            yield return $"training.clamp.lines is {Lines}; it must be 1 or more";
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
}
