namespace Bindscope.Analysis.Abstraction;

/// <summary>
/// How a source program is made from its base, so that some variables of the interpreter change and as many others as can be stay.
/// </summary>
public enum SourceEdit
{
    /// <summary>The root holds another digit: the value along the whole chain changes, no name and no line does.</summary>
    RootDigit,

    /// <summary>
    /// The root's line changes places with another constant's and holds a digit of its own: its value and its line change, to what tells them
    /// apart.
    /// </summary>
    MovedRoot,

    /// <summary>
    /// A line of the chain refers to another name, and that name's root holds another digit: the line's value and the name that it refers to
    /// change, to what tells them apart.
    /// </summary>
    RedirectedLine,

    /// <summary>The same of the query: another name is asked for, and that name's root holds another digit.</summary>
    RedirectedQuery,

    /// <summary>Two lines, one of them on the chain, exchange the names that they bind.</summary>
    ExchangedNames,

    /// <summary>A constant that the query does not resolve to holds another digit: no variable of the query changes.</summary>
    UnrelatedDigit,
}
