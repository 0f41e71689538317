using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Mechanisms;

/// <summary>A base program and two sources, of which every mechanism predicts another answer.</summary>
/// <param name="Present">The source whose root holds a digit that the base holds on another line.</param>
/// <param name="Absent">The same source, but its root holds a digit that stands nowhere in the base.</param>
/// <param name="Moved">The same source, but its root holds the base's digit: only addresses differ.</param>
/// <param name="AddressLine">Where the line of the depth that is asked for stands in the sources, 1-based.</param>
/// <param name="ByLine">What the base has on that line.</param>
/// <param name="ByName">What the base binds to the name that the line binds in the sources.</param>
/// <param name="NamedLine">The base's line that binds that name, 1-based; in the sources it binds the name of the line that moved.</param>
/// <param name="OtherToken">A token off the chain, as a control, 0-based.</param>
internal sealed record MechanismCase(
    ProgramPair Present, ProgramPair Absent, ProgramPair Moved, int AddressLine, int ByLine, int ByName, int NamedLine, int OtherToken)
{
    internal int Kept => Present.BaseExecution.Value;

    /// <summary>Base and both sources that have another digit, each with its answer.</summary>
    internal IEnumerable<(SymbolicProgram Program, int Answer)> Programs =>
        [(Present.Base, Kept), (Present.Source, ValueIn(present: true)), (Absent.Source, ValueIn(present: false))];

    internal int ValueIn(bool present) => (present ? Present : Absent).SourceExecution.Value;
}

/// <summary>
/// Makes sources from base programs: the chain's line of some depth stands on another line and binds another name, and the root holds another digit.
/// So a vector that is taken from the source brings the digit, where the line stands, or what it is called, and each gives another answer in the base.
/// </summary>
internal static class MechanismCases
{
    /// <summary>Draws a case, all that suit the program equally likely.</summary>
    /// <param name="program">The base program.</param>
    /// <param name="depth">The depth of the line that moves and changes its name, 1 to the program's hops.</param>
    /// <param name="seed">Draws it.</param>
    /// <param name="digits">Number of digits.</param>
    /// <returns>Null where the program has no such case.</returns>
    internal static MechanismCase? Draw(SymbolicProgram program, int depth, Seed seed, int digits)
    {
        Execution execution = Interpreter.Run(program);
        int[] held = [.. program.Lines.Where(line => line.IsConstant).Select(line => line.Right - '0').Distinct()];
        int[] missing = [.. Enumerable.Range(0, digits).Except(held)];
        int last = depth < execution.Hops ? execution.ChainLines[depth] - 1 : program.Lines.Length;
        int[] lines =
        [
            .. Enumerable.Range(1, last).Where(line => !execution.ChainLines.Contains(line) && execution.Lines[line - 1].Depth <= depth
                && execution.Lines[line - 1].Value != execution.Value),
        ];
        RandomStream random = seed.Split("digits").Stream();
        foreach ((int to, int named) in Shuffle.Of(lines.SelectMany(_ => lines, (to, named) => (to, named)), seed.Split("lines").Stream().Next))
        {
            (int byLine, int byName) = (execution.Lines[to - 1].Value, execution.Lines[named - 1].Value);
            int[] bystanders = [.. held.Except([execution.Value, byLine, byName])];
            if (byLine == byName || bystanders.Length == 0 || missing.Length == 0
                || Enumerable.Range(named + 1, last - named).Any(line => program.Lines[line - 1].Name == program.Lines[named - 1].Name)
                || Source(program, execution, depth, to, named) is not { } source)
            {
                continue;
            }

            ProgramPair Pair(int digit) => ProgramPair.Of(program, WithRight(source, depth == 1 ? to : execution.RootLine, (char)('0' + digit)));
            ProgramPair present = Pair(bystanders[random.Next(bystanders.Length)]);
            int[] others = OtherTokens(execution, to);
            return new MechanismCase(
                present,
                Pair(missing[random.Next(missing.Length)]),
                ProgramPair.Of(program, source),
                to,
                byLine,
                byName,
                named,
                others.Length == 0 ? -1 : others[random.Next(others.Length)]);
        }

        return null;
    }

    /// <summary>The source, with the base's digit still at its root; null where the chain would be another.</summary>
    private static SymbolicProgram? Source(SymbolicProgram program, Execution execution, int depth, int to, int named)
    {
        int from = execution.ChainLines[depth - 1];
        char name = program.Lines[named - 1].Name;
        ImmutableArray<Assignment> lines = program.Lines
            .SetItem(from - 1, program.Lines[to - 1])
            .SetItem(to - 1, program.Lines[from - 1] with { Name = name });
        lines = lines.SetItem(named - 1, lines[named - 1] with { Name = program.Lines[from - 1].Name });
        SymbolicProgram source = depth == execution.Hops
            ? new SymbolicProgram(lines, name)
            : new SymbolicProgram(lines.SetItem(execution.ChainLines[depth] - 1, lines[execution.ChainLines[depth] - 1] with { Right = name }), program.Query);
        return Interpreter.CanRun(source) && source.Lines.All(line => line.Name != line.Right)
            && Interpreter.Run(source).ChainLines.AsSpan().SequenceEqual(execution.ChainLines.SetItem(depth - 1, to).AsSpan())
            ? source
            : null;
    }

    private static int[] OtherTokens(Execution execution, int to) =>
    [
        .. Enumerable.Range(1, execution.Lines.Length)
            .Where(line => line != to && !execution.ChainLines.Contains(line) && !execution.ChainLines.Contains(line - 1))
            .SelectMany(line => Enumerable.Range(Positions.Name(line), 4)),
    ];

    private static SymbolicProgram WithRight(SymbolicProgram program, int line, char right) =>
        program with { Lines = program.Lines.SetItem(line - 1, program.Lines[line - 1] with { Right = right }) };
}

/// <summary>The cases of one number of hops and one depth.</summary>
internal sealed record MechanismGroup(int Hops, int Depth, SolvedCases<MechanismCase> Drawn)
{
    /// <summary>Every layer that is entered, with each token that may hold something of the line, and with the one off the chain, which is null.</summary>
    internal (int Layer, TokenRole? Role)[] Places(int layers, TokenChoice tokens) =>
    [
        .. from layer in Enumerable.Range(1, layers)
           from role in Roles(tokens).Select(role => (TokenRole?)role).Append(null)
           select (layer, role),
    ];

    /// <summary>Draws the cases of every number of hops and depth that is wanted; groups without any are left out.</summary>
    /// <param name="model">Decides what is solved.</param>
    /// <param name="programs">Where programs are taken from.</param>
    /// <param name="digits">Number of digits.</param>
    /// <param name="selection">Which are wanted, and how many.</param>
    /// <param name="deepest">The deepest line that is moved.</param>
    /// <param name="work">How it is run.</param>
    /// <param name="suits">Which cases are wanted; all by default.</param>
    /// <exception cref="UserException">No program has such sources and is solved.</exception>
    internal static ImmutableArray<MechanismGroup> Draw(
        Model.Transformer model, IReadOnlyList<SymbolicProgram> programs, int digits, PairSelection selection, int deepest, Work work,
        Func<MechanismCase, bool>? suits = null)
    {
        Execution[] executions = [.. programs.Select(Interpreter.Run)];
        ImmutableArray<MechanismGroup> groups =
        [
            .. from members in Enumerable.Range(0, programs.Count)
                   .Where(i => selection.Wants(executions[i].Hops, AnswerLineGroups.Of(executions[i].RootLine)))
                   .GroupBy(i => executions[i].Hops).OrderBy(members => members.Key)
               from depth in Enumerable.Range(1, Math.Min(members.Key, deepest))
               let seed = new Seed(selection.Seed).Split("mechanisms").Split(depth)
               select new MechanismGroup(members.Key, depth, SolvedCases<MechanismCase>.Draw(
                   model,
                   [.. members],
                   selection,
                   index => MechanismCases.Draw(programs[index], depth, seed.Split(index), digits) is { } one && (suits?.Invoke(one) ?? true) ? one : null,
                   one => one.Programs,
                   work)) into drawn
               where drawn.Drawn.Cases.Length > 0
               select drawn,
        ];
        return !groups.IsEmpty ? groups : throw new UserException(
            "there is no program from which sources can be made that tell the mechanisms apart, and which the model solves",
            "programs need four different digits and lines off the chain: choose other --hops or --answer-line, or count all with --all-programs");
    }

    /// <summary>Tokens that come after the line of that depth on the chain and may hold something of it.</summary>
    private ImmutableArray<TokenRole> Roles(TokenChoice tokens)
    {
        ImmutableArray<TokenRole> all = tokens == TokenChoice.Spans ? TokenRole.Spans(Hops) : TokenRole.Chain(Hops);
        return [.. all.Where(role => role.Kind != TokenRoleKind.ChainRight || role.Number > Depth)];
    }
}
