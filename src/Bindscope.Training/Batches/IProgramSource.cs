using Bindscope.Programs.Language;
using Bindscope.Training.Presets;

namespace Bindscope.Training.Batches;

/// <summary>Where the programs of a step come from; the same programs for the same (step, index) always.</summary>
internal interface IProgramSource
{
    /// <summary>Programs <paramref name="from"/> to <paramref name="from"/> + <paramref name="count"/> - 1 of a step's batch.</summary>
    SymbolicProgram[] Programs(int step, Stage stage, int from, int count);
}
