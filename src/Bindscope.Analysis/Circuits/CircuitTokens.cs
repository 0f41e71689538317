using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions.Graphs;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Circuits;

/// <summary>The groups that a graph's tokens are in: one a role, and one for all that have none.</summary>
internal static class CircuitTokens
{
    /// <summary>The group of the tokens without a role: other lines, names ahead of the chain.</summary>
    internal const string Rest = "rest";

    /// <summary>The roles of programs of some hops: right-hand sides with the three tokens after each, hash, query variable, colon.</summary>
    internal static ImmutableArray<TokenRole> Roles(int hops) =>
        [.. TokenRole.Spans(hops).Where(role => role.Kind == TokenRoleKind.ChainRight), new TokenRole(TokenRoleKind.Hash), TokenRole.Query, TokenRole.Colon];

    /// <summary>The groups' names, in the order of their numbers.</summary>
    internal static ImmutableArray<string> Names(int hops) => [.. Roles(hops).Select(role => role.ToString()), Rest];

    /// <summary>The graph for programs of some hops.</summary>
    internal static EdgeGraph Graph(ModelSpec spec, int hops)
    {
        ImmutableArray<TokenRole> roles = Roles(hops);
        return new EdgeGraph(spec, roles.Length + 1, roles.IndexOf(TokenRole.Colon));
    }

    /// <summary>Pairs as the engine takes them, token by token: the source's token at the same position.</summary>
    internal static EdgePairs Of(IReadOnlyList<ProgramPair> pairs)
    {
        int length = Positions.PromptLength(pairs[0].Base.Lines.Length);
        return new EdgePairs(
            new TokenRows([.. pairs.Select(pair => Tokenizer.Encode(pair.Base))]),
            new TokenRows([.. pairs.Select(pair => Tokenizer.Encode(pair.Source))]),
            [
                .. pairs.Select(pair =>
                {
                    ImmutableArray<TokenRole> roles = Roles(pair.BaseExecution.Hops);
                    int[] groups = [.. Enumerable.Repeat(roles.Length, length)];
                    for (int group = 0; group < roles.Length; group++)
                    {
                        if (roles[group].PositionIn(pair.BaseExecution) is >= 0 and int position)
                        {
                            groups[position] = group;
                        }
                    }

                    return ImmutableArray.Create(groups);
                }),
            ],
            [.. pairs.Select(pair => (pair.BaseExecution.Value, pair.SourceExecution.Value))]);
    }
}
