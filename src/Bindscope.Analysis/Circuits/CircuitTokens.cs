using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions.Graphs;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Circuits;

/// <summary>In what the two programs of a circuit's pairs differ, and so what the circuit carries.</summary>
public enum CircuitChange
{
    /// <summary>The root holds another digit: the way of the digit.</summary>
    Digit,

    /// <summary>Two constants' lines exchange their names, so that the chain begins at the other one: what finds the root, and then its digit.</summary>
    Names,
}

/// <summary>The groups that a graph's tokens are in: one a role, and one for all that have none.</summary>
internal static class CircuitTokens
{
    /// <summary>The group of the tokens without a role: other lines, names ahead of the chain.</summary>
    internal const string Rest = "rest";

    /// <summary>Tokens after a right-hand side that are groups of their own.</summary>
    private const int After = 3;

    /// <summary>The roles of programs of some hops: right-hand sides with the three tokens after each, hash, query variable, colon.</summary>
    internal static ImmutableArray<TokenRole> Roles(int hops) =>
        [.. TokenRole.Spans(hops).Where(role => role.Kind == TokenRoleKind.ChainRight), new TokenRole(TokenRoleKind.Hash), TokenRole.Query, TokenRole.Colon];

    /// <summary>
    /// The groups' names, in the order of their numbers. With exchanged names also the name that the root's line binds, and of the line where the source's
    /// root stands the name and the right-hand side with the tokens after it.
    /// </summary>
    internal static ImmutableArray<string> Names(int hops, CircuitChange change = CircuitChange.Digit) =>
    [
        .. Roles(hops).Select(role => role.ToString()),
        .. change == CircuitChange.Digit ? [] : Elsewhere(0).Select(place => place.Name).Prepend(TokenRole.Name(1).ToString()),
        Rest,
    ];

    /// <summary>The graph for programs of some hops.</summary>
    internal static EdgeGraph Graph(ModelSpec spec, int hops, CircuitChange change = CircuitChange.Digit) =>
        new(spec, Names(hops, change).Length, Roles(hops).IndexOf(TokenRole.Colon));

    /// <summary>The pairs that a change asks for.</summary>
    internal static PairKind KindOf(CircuitChange change) => change == CircuitChange.Digit ? PairKind.RootDigit : PairKind.ExchangedRoot;

    /// <summary>Pairs as the engine takes them, token by token: the source's token at the same position.</summary>
    internal static EdgePairs Of(IReadOnlyList<ProgramPair> pairs, CircuitChange change = CircuitChange.Digit)
    {
        int length = Positions.PromptLength(pairs[0].Base.Lines.Length);
        return new EdgePairs(
            new TokenRows([.. pairs.Select(pair => Tokenizer.Encode(pair.Base))]),
            new TokenRows([.. pairs.Select(pair => Tokenizer.Encode(pair.Source))]),
            [.. pairs.Select(pair => Groups(pair, length, change))],
            [.. pairs.Select(pair => (pair.BaseExecution.Value, pair.SourceExecution.Value))]);
    }

    /// <summary>The group of each token; of two that a token could be in, as where one line follows the other, the line's own.</summary>
    private static ImmutableArray<int> Groups(ProgramPair pair, int length, CircuitChange change)
    {
        ImmutableArray<TokenRole> roles = Roles(pair.BaseExecution.Hops);
        int rest = Names(pair.BaseExecution.Hops, change).Length - 1;
        int[] groups = [.. Enumerable.Repeat(rest, length)];
        for (int group = 0; group < roles.Length; group++)
        {
            if (roles[group].PositionIn(pair.BaseExecution) is >= 0 and int position)
            {
                groups[position] = group;
            }
        }

        if (change == CircuitChange.Names)
        {
            groups[Positions.Name(pair.BaseExecution.RootLine)] = roles.Length;
            (string Name, int Position)[] elsewhere = [.. Elsewhere(pair.SourceExecution.RootLine)];
            for (int i = elsewhere.Length - 1; i >= 0; i--)
            {
                // What follows it may be a line of the chain or the query, whose tokens have groups already.
                int position = elsewhere[i].Position;
                if (i < 2 || (position < length && groups[position] == rest))
                {
                    groups[position] = roles.Length + 1 + i;
                }
            }
        }

        return [.. groups];
    }

    /// <summary>The tokens of the line where the source's root stands: its name, its right-hand side, and the tokens after it.</summary>
    private static IEnumerable<(string Name, int Position)> Elsewhere(int line) =>
    [
        ("other.name", Positions.Name(line)),
        .. Enumerable.Range(0, After + 1).Select(offset =>
            (offset == 0 ? "other.rhs" : FormattableString.Invariant($"other.rhs+{offset}"), Positions.Right(line) + offset)),
    ];
}
