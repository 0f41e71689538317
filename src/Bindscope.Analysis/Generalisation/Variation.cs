namespace Bindscope.Analysis.Generalisation;

/// <summary>How the programs of a form differ from the task's in more than their form.</summary>
public enum Variation
{
    /// <summary>Distractors are drawn as in the task.</summary>
    None,

    /// <summary>One line in ten is a constant: distractor chains are longer than in training.</summary>
    LongDistractorChains,

    /// <summary>Six lines in ten are constants.</summary>
    ManyConstants,

    /// <summary>Right-hand sides are any bound variable, whatever its depth.</summary>
    FlatDistractors,

    /// <summary>No name is bound twice.</summary>
    UniqueNames,

    /// <summary>Five names only, so that nearly all are bound again.</summary>
    FewNames,

    /// <summary>The query asks for a chain that ends in the first half of the program.</summary>
    MovedQuery,
}
