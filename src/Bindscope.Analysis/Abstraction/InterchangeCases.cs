using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Programs.Counterfactuals;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;

namespace Bindscope.Analysis.Abstraction;

/// <summary>
/// Makes sources from base programs. The interpreter's answer with a variable replaced is computed by running it on the base program with
/// just that changed: a value by a digit on the line's right-hand side, a reference by another name there, a line number by what the base
/// has on that line. All answers of a case differ from each other and from the base's, so that one patched run decides between them.
/// </summary>
internal static class InterchangeCases
{
    /// <summary>Draws a source.</summary>
    /// <param name="program">The base program.</param>
    /// <param name="edit">What the source changes.</param>
    /// <param name="depth">The depth on the chain of the line that is redirected; 2 or more.</param>
    /// <param name="random">The source of chance; moves on.</param>
    /// <param name="digits">Number of digits.</param>
    /// <returns>Null where the program has no such source.</returns>
    internal static InterchangeCase? Draw(SymbolicProgram program, SourceEdit edit, int depth, ref RandomStream random, int digits)
    {
        switch (edit)
        {
            case SourceEdit.RootDigit:
                var changed = ProgramPair.Of(program, CounterfactualSampler.RootDigit(program, ref random, digits).ApplyTo(program));
                return new InterchangeCase(changed, [changed.SourceExecution.Value], []);
            case SourceEdit.MovedRoot:
                return CounterfactualSampler.MovedRoot(program, keepDigit: false, ref random, digits) is { } move ? Moved(program, move) : null;
            case SourceEdit.RedirectedLine:
                return RedirectedLine(program, depth, ref random, digits);
            case SourceEdit.RedirectedQuery:
                return RedirectedQuery(program, ref random, digits);
            case SourceEdit.ExchangedNames:
                if (CounterfactualSampler.ExchangedNames(program, ref random) is not { } exchange)
                {
                    return null;
                }

                var exchanged = ProgramPair.Of(program, exchange.ApplyTo(program));
                return new InterchangeCase(exchanged, [exchanged.SourceExecution.Value], [exchange.Line, exchange.Other]);
            default:
                return UnrelatedDigit(program, ref random, digits);
        }
    }

    /// <summary>The interpreter's answer when a line binds a value of ours, or what a name of ours is bound to.</summary>
    internal static int AnswerWithRight(SymbolicProgram program, int line, char right) =>
        Interpreter.Run(WithRight(program, line, right)).Value;

    private static InterchangeCase Moved(SymbolicProgram program, Counterfactual.MovedRoot move)
    {
        var pair = ProgramPair.Of(program, move.ApplyTo(program));
        char there = program.Lines[pair.SourceExecution.RootLine - 1].Right;
        int byLine = AnswerWithRight(program, pair.BaseExecution.RootLine, there);
        return new InterchangeCase(pair, [byLine, pair.SourceExecution.Value], []);
    }

    private static InterchangeCase? RedirectedLine(SymbolicProgram program, int depth, ref RandomStream random, int digits)
    {
        Execution execution = Interpreter.Run(program);
        int line = execution.ChainLines[depth - 1];
        (char bound, char old) = program.Lines[line - 1];
        (char Name, int Line)[] others = [.. Bound(program, line - 1).Where(name => name.Name != bound && name.Name != old)];
        if (Pick(others, execution, ref random, digits) is not { } pick)
        {
            return null;
        }

        SymbolicProgram source = WithRight(WithRight(program, pick.Root, pick.Digit), line, pick.Name);
        return Case(program, source, AnswerWithRight(program, line, pick.Name), AnswerWithRight(program, line, pick.Digit));
    }

    private static InterchangeCase? RedirectedQuery(SymbolicProgram program, ref RandomStream random, int digits)
    {
        Execution execution = Interpreter.Run(program);
        (char Name, int Line)[] others = [.. Bound(program, program.Lines.Length).Where(name => name.Name != program.Query)];
        if (Pick(others, execution, ref random, digits) is not { } pick)
        {
            return null;
        }

        SymbolicProgram source = WithRight(program, pick.Root, pick.Digit) with { Query = pick.Name };
        return Case(program, source, Interpreter.Run(program with { Query = pick.Name }).Value, pick.Digit - '0');
    }

    private static InterchangeCase? UnrelatedDigit(SymbolicProgram program, ref RandomStream random, int digits)
    {
        Execution execution = Interpreter.Run(program);
        int[] lines = [.. Enumerable.Range(1, program.Lines.Length).Where(line => program.Lines[line - 1].IsConstant && line != execution.RootLine)];
        if (lines.Length == 0)
        {
            return null;
        }

        int line = lines[random.Next(lines.Length)];
        char digit = Digit(digits, [program.Lines[line - 1].Right - '0', execution.Value], ref random);
        return new InterchangeCase(ProgramPair.Of(program, WithRight(program, line, digit)), [digit - '0'], []);
    }

    private static InterchangeCase? Case(SymbolicProgram program, SymbolicProgram source, int byName, int byValue)
    {
        var pair = ProgramPair.Of(program, source);
        return pair.SourceExecution.Value == byValue ? new InterchangeCase(pair, [byName, byValue], []) : null;
    }

    /// <summary>A name whose value is another, and a digit for its root that neither value has.</summary>
    private static (char Name, int Root, char Digit)? Pick(
        (char Name, int Line)[] names, Execution execution, ref RandomStream random, int digits)
    {
        (char Name, int Line)[] fitting = [.. names.Where(name => execution.Lines[name.Line - 1].Value != execution.Value)];
        if (fitting.Length == 0 || digits < 3)
        {
            return null;
        }

        (char chosen, int line) = fitting[random.Next(fitting.Length)];
        LineState state = execution.Lines[line - 1];
        return (chosen, state.RootLine, Digit(digits, [execution.Value, state.Value], ref random));
    }

    /// <summary>The names bound by the first lines, each with the line that binds it last.</summary>
    private static IEnumerable<(char Name, int Line)> Bound(SymbolicProgram program, int lines) =>
        Enumerable.Range(1, lines).Select(line => (program.Lines[line - 1].Name, Line: line))
            .GroupBy(one => one.Name).Select(group => (group.Key, group.Max(one => one.Line))).OrderBy(one => one.Key);

    private static char Digit(int digits, int[] taken, ref RandomStream random)
    {
        int[] free = [.. Enumerable.Range(0, digits).Except(taken)];
        return (char)('0' + free[random.Next(free.Length)]);
    }

    private static SymbolicProgram WithRight(SymbolicProgram program, int line, char right) =>
        program with { Lines = program.Lines.SetItem(line - 1, program.Lines[line - 1] with { Right = right }) };
}

/// <summary>A base program, a source, and what the interpreter answers when one of its variables is taken from the source.</summary>
/// <param name="Programs">Base and source.</param>
/// <param name="Predictions">The interpreter's answers, in the order of <see cref="InterpreterVariable.Of"/>.</param>
/// <param name="Lines">The two lines that exchange names, 1-based; empty for other kinds of source.</param>
internal sealed record InterchangeCase(ProgramPair Programs, ImmutableArray<int> Predictions, ImmutableArray<int> Lines);

/// <summary>The cases of one hops and kind of source.</summary>
internal sealed record InterchangeGroup(
    SourceEdit Edit, int Depth, int Hops, int Tried, int Possible, ImmutableArray<InterchangeCase> Cases);

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
