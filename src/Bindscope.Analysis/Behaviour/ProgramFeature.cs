namespace Bindscope.Analysis.Behaviour;

/// <summary>A property of a program by which accuracy is split.</summary>
public enum ProgramFeature
{
    /// <summary>The line that holds the root, 1-based.</summary>
    AnswerLine,

    /// <summary>The query's referential depth.</summary>
    Hops,

    /// <summary>Lines off the query's chain. In programs of one length this is the number of lines minus the hops.</summary>
    Distractors,

    /// <summary>Distractors that branch off the chain: they resolve to the same root, by another way.</summary>
    Branches,

    /// <summary>Lines from the root to the queried name's most recent assignment; 0 for one hop.</summary>
    ChainSpan,

    /// <summary>How often the queried name is assigned; 1 where it is not reused.</summary>
    QueriedNameAssignments,

    /// <summary>The line of the queried name's most recent assignment, 1-based.</summary>
    QueryLine,

    /// <summary>How many lines of the query's chain bind a name that is bound again below.</summary>
    RebindingsOnChain,

    /// <summary>How many constants the program has.</summary>
    Constants,
}
