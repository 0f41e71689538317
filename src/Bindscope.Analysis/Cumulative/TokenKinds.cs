using Bindscope.Analysis.Roles;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Cumulative;

/// <summary>Which tokens are of a kind.</summary>
internal static class TokenKinds
{
    /// <summary>The kind of a token.</summary>
    /// <param name="position">0-based.</param>
    /// <param name="lines">The program's lines.</param>
    internal static TokenKind At(int position, int lines) =>
        position < Positions.Hash(lines) ? (TokenKind)(position % 4) : TokenKind.Hash + (position - Positions.Hash(lines));

    /// <summary>The kind of the tokens that a sweep names by their role on the chain.</summary>
    internal static TokenKind Of(TokenRole role) => role.Kind switch
    {
        TokenRoleKind.QueryVariable => TokenKind.Query,
        TokenRoleKind.Colon => TokenKind.Colon,
        _ => (TokenKind)(((int)TokenKind.Right + role.Offset) % 4),
    };
}

/// <summary>What a token is in the grammar, whatever its line.</summary>
public enum TokenKind
{
    /// <summary>The name that a line binds.</summary>
    Name,

    /// <summary>A line's equals sign.</summary>
    EqualsSign,

    /// <summary>A line's right-hand side.</summary>
    Right,

    /// <summary>The newline that ends a line.</summary>
    Newline,

    /// <summary>The sign that begins the query.</summary>
    Hash,

    /// <summary>The queried variable.</summary>
    Query,

    /// <summary>The colon, where the answer is predicted.</summary>
    Colon,
}
