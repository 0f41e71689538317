using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Abstraction;

/// <summary>A place that stands for a variable at the last checkpoint, and when the variable moved in.</summary>
/// <param name="Variable">As in <see cref="InterchangeCell.Variable"/>.</param>
/// <param name="Source">How sources were made.</param>
/// <param name="Hops">The base programs' referential depth.</param>
/// <param name="Layer">1-based; 2 or more, since patching what enters layer 1 is the same as writing another token.</param>
/// <param name="Place">The token.</param>
/// <param name="Accuracy">Interchange-intervention accuracy at the last checkpoint.</param>
/// <param name="Random">The same when the vector moves as far, but in a random direction.</param>
/// <param name="After">The last checkpoint before it moved in; null where it is there from the first on.</param>
/// <param name="Step">The first checkpoint from which accuracy stays at or above the wanted share of its final value.</param>
/// <param name="Low">The same by the upper ends of the intervals.</param>
/// <param name="High">The same by the lower ends; null where the last checkpoint's interval is too wide.</param>
public sealed record VariableHome(
    string Variable,
    SourceEdit Source,
    int Hops,
    int Layer,
    string Place,
    Proportion Accuracy,
    Proportion Random,
    int? After,
    int Step,
    int Low,
    int? High);
