using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;

namespace Bindscope.Analysis.Behaviour;

/// <summary>Measures programs.</summary>
internal static class ProgramFeatures
{
    internal static IReadOnlyList<ProgramFeature> All { get; } = Enum.GetValues<ProgramFeature>();

    internal static int Of(ProgramFeature feature, SymbolicProgram program, Execution execution) => feature switch
    {
        ProgramFeature.AnswerLine => execution.RootLine,
        ProgramFeature.Hops => execution.Hops,
        ProgramFeature.Distractors => program.Lines.Length - execution.Hops,
        ProgramFeature.Branches => execution.Lines.Count(line => line.RootLine == execution.RootLine) - execution.Hops,
        ProgramFeature.ChainSpan => execution.ChainLines[^1] - execution.RootLine,
        ProgramFeature.QueriedNameAssignments => program.Lines.Count(line => line.Name == program.Query),
        ProgramFeature.QueryLine => execution.ChainLines[^1],
        ProgramFeature.RebindingsOnChain => execution.ChainLines.Count(
            line => program.Lines.Skip(line).Any(below => below.Name == program.Lines[line - 1].Name)),
        ProgramFeature.Constants => program.Lines.Count(line => line.IsConstant),
        _ => throw new InvalidOperationException($"no rule for {feature}"),
    };
}

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
