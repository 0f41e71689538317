using System.Collections.Immutable;

namespace Bindscope.Analysis.Abstraction;

/// <summary>The names of the interpreter's variables, and those that a source of some kind tells apart.</summary>
internal static class InterpreterVariable
{
    internal const string Answer = "answer";
    internal const string BoundNames = "bound-names";
    internal const string QueriedName = "queried-name";
    internal const string RootLine = "root-line";
    internal const string Unrelated = "unrelated";

    internal static string Value(int depth) => FormattableString.Invariant($"value:{depth}");

    internal static string RefersTo(int depth) => FormattableString.Invariant($"refers-to:{depth}");

    /// <summary>The variables that a source changes; of two, each is the other's rival.</summary>
    internal static ImmutableArray<string> Of(SourceEdit edit, int depth) => edit switch
    {
        SourceEdit.RootDigit => [Value(1)],
        SourceEdit.MovedRoot => [RootLine, Value(1)],
        SourceEdit.RedirectedLine => [RefersTo(depth), Value(depth)],
        SourceEdit.RedirectedQuery => [QueriedName, Answer],
        SourceEdit.ExchangedNames => [BoundNames],
        _ => [Unrelated],
    };

    /// <summary>The kinds of source for queries of some depth, each with the depth on the chain that it changes (0 where there is none).</summary>
    internal static ImmutableArray<(SourceEdit Edit, int Depth)> Edits(int hops) =>
    [
        (SourceEdit.RootDigit, 1),
        (SourceEdit.MovedRoot, 1),
        .. Enumerable.Range(2, hops - 1).Select(depth => (SourceEdit.RedirectedLine, depth)),
        (SourceEdit.RedirectedQuery, 0),
        (SourceEdit.ExchangedNames, 0),
        (SourceEdit.UnrelatedDigit, 0),
    ];
}
