namespace Bindscope.Analysis.Phases;

/// <summary>What a model does during a phase, as its evaluations show it.</summary>
public enum PhaseKind
{
    /// <summary>Accuracy near one divided by the number of digits: the model predicts some digit.</summary>
    Chance,

    /// <summary>Accuracy well under solved, and most predictions equal one of the program's first two constants.</summary>
    Heuristic,

    /// <summary>Accuracy at or above the threshold for solved.</summary>
    Solved,

    /// <summary>A steady level that is none of the others.</summary>
    Other,
}
