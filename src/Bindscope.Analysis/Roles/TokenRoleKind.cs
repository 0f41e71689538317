namespace Bindscope.Analysis.Roles;

/// <summary>What a token is in its program.</summary>
public enum TokenRoleKind
{
    /// <summary><c>rhs:k</c>: the right-hand side of the query's chain line of depth k; depth 1 holds the digit.</summary>
    ChainRight,

    /// <summary><c>name:k</c>: the name that the query's chain line of depth k binds.</summary>
    ChainName,

    /// <summary><c>newline:k</c>: the newline that ends the query's chain line of depth k.</summary>
    ChainNewline,

    /// <summary><c>hash</c>: the sign that begins the query.</summary>
    Hash,

    /// <summary><c>query</c>: the query variable.</summary>
    QueryVariable,

    /// <summary><c>colon</c>: the prompt's last token, where the answer is predicted.</summary>
    Colon,

    /// <summary><c>line:i</c>: the right-hand side of line i, whether it is on the chain or not.</summary>
    LineRight,

    /// <summary><c>line:i.name</c>: the name that line i binds.</summary>
    LineName,

    /// <summary><c>line:i.equals</c>: the equals sign of line i.</summary>
    LineEquals,

    /// <summary><c>line:i.newline</c>: the newline that ends line i.</summary>
    LineNewline,

    /// <summary><c>span:k</c>: the right-hand side of the chain line of depth k and the three tokens after it, together.</summary>
    ChainSpan,

    /// <summary><c>end</c>: the hash, the query variable and the colon, together.</summary>
    End,

    /// <summary>A bare number: the token at that position, 0-based.</summary>
    Absolute,
}
