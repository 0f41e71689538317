namespace Bindscope.Analysis.Phases;

/// <summary>What lies between two phases, or between the last phase and the end of a run that was still on its way.</summary>
/// <param name="From">The phase before; null when the run starts in the transition.</param>
/// <param name="To">The phase after; null when the run ends in the transition.</param>
/// <param name="LastStepBefore">Last evaluation of the phase before (or the run's first evaluation).</param>
/// <param name="FirstStepAfter">First evaluation of the phase after (or the run's last evaluation).</param>
/// <param name="Evaluations">Evaluations that belong to neither.</param>
/// <param name="Rise">Accuracy at <paramref name="FirstStepAfter"/> minus accuracy at <paramref name="LastStepBefore"/>.</param>
public sealed record PhaseTransition(
    PhaseKind? From,
    PhaseKind? To,
    long LastStepBefore,
    long FirstStepAfter,
    int Evaluations,
    double Rise);
