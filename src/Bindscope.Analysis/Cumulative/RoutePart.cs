using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;

namespace Bindscope.Analysis.Cumulative;

/// <summary>A part that was chosen, and the patched cell that chose it.</summary>
/// <param name="Layer">1-based.</param>
/// <param name="Head">1-based.</param>
/// <param name="Token">The tokens.</param>
/// <param name="Hops">The referential depth of the programs in which its effect was largest.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Role">The token on the chain where it was largest.</param>
/// <param name="Effect">How much logit(source's answer) - logit(base's answer) grew there when the head's output was patched, mean.</param>
public sealed record RoutePart(
    int Layer, int Head, TokenKind Token, int Hops, AnswerLineGroup AnswerLine, TokenRole Role, Estimate Effect)
{
    /// <summary>The part alone.</summary>
    internal HeadPart Part => new(Layer, Head, Token);
}
