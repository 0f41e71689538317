namespace Bindscope.Analysis.Generalisation.Unseen;

/// <summary>Which program of a pair is the test set's own; the other is the same with one symbol renamed everywhere.</summary>
public enum Original
{
    /// <summary>The one with the unseen symbol: a symbol that is known in every role was put in its place.</summary>
    Unseen,

    /// <summary>The one without: an unseen symbol was put in the place of one that is known in every role.</summary>
    Seen,
}
