namespace Bindscope.Analysis.Phases;

/// <summary>An interval of optimizer steps in which a boundary lies.</summary>
/// <param name="Low">Its first step.</param>
/// <param name="High">Its last step, not before <paramref name="Low"/>.</param>
public readonly record struct StepInterval(long Low, long High)
{
    /// <summary>Whether a step lies in the interval, ends included.</summary>
    /// <param name="step">Any step, whole or not.</param>
    public bool Contains(double step) => step >= Low && step <= High;
}
