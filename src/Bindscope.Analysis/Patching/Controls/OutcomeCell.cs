using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Roles;

namespace Bindscope.Analysis.Patching.Controls;

/// <summary>
/// What the answer became when a place was patched from a program whose root stands on another line and holds another digit.
/// </summary>
/// <param name="Layer">1-based.</param>
/// <param name="Head">1-based; 0 where the site has no heads.</param>
/// <param name="Role">The token.</param>
/// <param name="Value">Share of programs that answer the source's digit: the place carried the value.</param>
/// <param name="Pointer">
/// Share of programs that answer the digit which the base has on the line where the source has its root: the place carried the address.
/// </param>
/// <param name="Kept">Share of programs that still give the base's answer: it carried neither, or nothing reads it any more.</param>
public sealed record OutcomeCell(int Layer, int Head, TokenRole Role, Proportion Value, Proportion Pointer, Proportion Kept);
