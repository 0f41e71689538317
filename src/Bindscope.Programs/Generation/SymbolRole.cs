namespace Bindscope.Programs.Generation;

/// <summary>What a symbol does for the answer of a query. Wherever else it stands, on a distractor for example, it has none of these roles.</summary>
public enum SymbolRole
{
    /// <summary>The variable that is asked for.</summary>
    Queried,

    /// <summary>A variable on the right-hand side of a line of the query's chain: a reference to it has to be followed.</summary>
    Followed,

    /// <summary>The variable on the left of the root's line: it is bound to the answer's digit directly. With one hop it is the queried variable as
    /// well, with more it is a followed one as well.</summary>
    Root,

    /// <summary>The digit that is the answer.</summary>
    Answer,
}
