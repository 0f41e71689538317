namespace Bindscope.Analysis.Phases;

/// <summary>What a model does during a phase, as its evaluations show it.</summary>
public enum PhaseKind
{
    /// <summary>Accuracy near one divided by the number of digits: the model predicts some digit.</summary>
    Chance,

    /// <summary>Well under solved, and where it is wrong it says the first two constants as often as guesses among the program's constants.</summary>
    Guessing,

    /// <summary>Well under solved, and where it is wrong it says the first two constants more often than guesses would.</summary>
    Heuristic,

    /// <summary>Accuracy at or above the threshold for solved.</summary>
    Solved,

    /// <summary>A steady level that is none of the others.</summary>
    Other,
}
