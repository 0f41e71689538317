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
