namespace Bindscope.Analysis.Cumulative;

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
