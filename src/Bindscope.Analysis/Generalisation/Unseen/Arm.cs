namespace Bindscope.Analysis.Generalisation.Unseen;

/// <summary>One of the two programs of a pair.</summary>
public enum Arm
{
    /// <summary>The program with the symbol that never had the role in training.</summary>
    Unseen,

    /// <summary>The same program with a symbol that is known in every role.</summary>
    Seen,
}
