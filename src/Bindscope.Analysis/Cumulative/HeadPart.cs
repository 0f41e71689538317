namespace Bindscope.Analysis.Cumulative;

/// <summary>A part of a route: what one head writes at all tokens of one kind.</summary>
/// <param name="Layer">1-based.</param>
/// <param name="Head">1-based.</param>
/// <param name="Token">The tokens.</param>
public readonly record struct HeadPart(int Layer, int Head, TokenKind Token);
