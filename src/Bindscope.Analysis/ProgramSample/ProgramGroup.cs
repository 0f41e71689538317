namespace Bindscope.Analysis.ProgramSample;

/// <summary>Why a program is shown.</summary>
public enum ProgramGroup
{
    /// <summary>Drawn by chance: what is true of these is true of the test set, to within sampling.</summary>
    Random,

    /// <summary>Learned first, and never forgotten.</summary>
    Easy,

    /// <summary>Learned last, or wrong at the last checkpoint.</summary>
    Hard,
}
