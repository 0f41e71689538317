using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Roles;

namespace Bindscope.Analysis.Development;

/// <summary>When a cell began to carry the digit for good in one group of programs.</summary>
/// <param name="Layer">1-based.</param>
/// <param name="Role">The token.</param>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="After">The last checkpoint before; null where it is there from the first checkpoint on.</param>
/// <param name="Step">The first checkpoint from which success stays at or above the wanted share of its final value.</param>
/// <param name="Low">The same by the upper ends of the intervals: it may have emerged as early as this.</param>
/// <param name="High">
/// The same by the lower ends: it had surely emerged by this; null where the last checkpoint's interval is too wide.
/// </param>
/// <param name="Final">Success at the last checkpoint.</param>
public sealed record Emergence(
    int Layer, TokenRole Role, int Hops, AnswerLineGroup AnswerLine, int? After, int Step, int Low, int? High, double Final);
