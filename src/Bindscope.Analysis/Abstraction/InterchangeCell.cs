using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Abstraction;

/// <summary>How well a place stands for a variable of the interpreter.</summary>
/// <param name="Variable">
/// <c>value:k</c> (what the chain's line of depth k binds), <c>refers-to:k</c> (the name on its right), <c>queried-name</c>, <c>answer</c>,
/// <c>root-line</c>, <c>bound-names</c> or <c>unrelated</c>.
/// </param>
/// <param name="Source">How sources were made.</param>
/// <param name="Hops">The base programs' referential depth.</param>
/// <param name="Layer">The layer that the patched vector enters, 1-based.</param>
/// <param name="Place">The token by its role, or <c>both:newline</c> and the like: of both lines that exchange names.</param>
/// <param name="Accuracy">
/// Interchange-intervention accuracy: programs whose patched answer is the interpreter's with the variable taken from the source.
/// </param>
/// <param name="Chance">The same with each program's prediction exchanged for another program's of the group.</param>
/// <param name="Rival">Programs whose patched answer is that of the source's other variable; null where the source has none.</param>
/// <param name="Kept">Programs whose answer is still the base's.</param>
public sealed record InterchangeCell(
    string Variable,
    SourceEdit Source,
    int Hops,
    int Layer,
    string Place,
    Proportion Accuracy,
    double Chance,
    Proportion? Rival,
    Proportion Kept);
