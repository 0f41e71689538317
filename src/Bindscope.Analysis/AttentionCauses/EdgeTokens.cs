using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions.Passes;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.AttentionCauses;

/// <summary>An edge that a head's attention lies on: a token of a line on the chain, and a later token that looks at it.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="Layer">1-based.</param>
/// <param name="Head">1-based.</param>
/// <param name="From">The token that is looked at.</param>
/// <param name="To">The token that looks.</param>
internal readonly record struct Edge(int Hops, int Layer, int Head, TokenRole From, TokenRole To);

/// <summary>The tokens that one program's query can choose from: the same token of every line above it.</summary>
/// <param name="Query">The token that looks, 0-based.</param>
/// <param name="Target">The place of the one that is looked at among <paramref name="Keys"/>.</param>
/// <param name="Keys">The tokens, line by line, 0-based.</param>
/// <param name="Labels">Name bound by the line, its number from 0, its depth from 0, and whether a line above binds that name, of each.</param>
internal sealed record EdgeTokens(int Query, int Target, int[] Keys, int[][] Labels)
{
    internal const int Names = 26;

    /// <summary>How many classes each label has.</summary>
    internal static int[] Classes(int lines) => [Names, lines, lines, 2];

    /// <summary>The tokens of a program; null where the edge's tokens are not there, or stand in the other order.</summary>
    internal static EdgeTokens? Of(SymbolicProgram program, Execution execution, Edge edge)
    {
        (int query, int target) = (edge.To.PositionIn(execution), edge.From.PositionIn(execution));
        if (query < 0 || target < 0 || target >= query)
        {
            return null;
        }

        int At(int line) => edge.From.Kind == TokenRoleKind.ChainName ? Positions.Name(line) : Positions.Right(line) + edge.From.Offset;
        int[] lines = [.. Enumerable.Range(1, program.Lines.Length).Where(line => At(line) < query)];
        return new EdgeTokens(
            query,
            Array.IndexOf(lines, execution.ChainLines[edge.From.Number - 1]),
            [.. lines.Select(At)],
            [
                .. lines.Select(line =>
                {
                    char name = program.Lines[line - 1].Name;
                    bool again = program.Lines.Take(line - 1).Any(above => above.Name == name);
                    return new[] { name - 'a', line - 1, execution.Lines[line - 1].Depth - 1, again ? 1 : 0 };
                }),
            ]);
    }
}

/// <summary>What one layer computes of programs of one length: what enters it, queries and keys before the rotary embedding, scores, weights.</summary>
internal sealed class LayerRecord
{
    private const int Block = 32;

    private readonly ActivationRecorder[] blocks;
    private readonly ModelSpec spec;
    private readonly int layer;

    internal LayerRecord(Transformer model, int layer, IReadOnlyList<ProgramPair> pairs, CancellationToken cancellation)
    {
        (spec, this.layer) = (model.Spec, layer);
        Length = Positions.PromptLength(pairs[0].Base.Lines.Length);
        blocks =
        [
            .. pairs.Chunk(Block).Select(block =>
            {
                cancellation.ThrowIfCancellationRequested();
                var recorder = new ActivationRecorder(site => site.Layer == layer
                    && (site.Kind is SiteKind.ResidualIn or SiteKind.AttentionQ or SiteKind.AttentionK or SiteKind.AttentionScores));
                var prompts = Prompts.Of([.. block.Select(pair => pair.Base)]);
                model.Residual(prompts.Tokens, prompts.Layout, recorder);
                return recorder;
            }),
        ];
    }

    internal int Length { get; }

    internal ReadOnlySpan<float> Residual(int program, int token) => At(program, SiteKind.ResidualIn).Part(program % Block).Row(token);

    internal ReadOnlySpan<float> Query(int program, int token, int head) => Head(program, SiteKind.AttentionQ, token, head);

    internal ReadOnlySpan<float> Key(int program, int token, int head) => Head(program, SiteKind.AttentionK, token, head);

    /// <summary>The scaled scores of a query with every token that it sees, itself included.</summary>
    internal ReadOnlySpan<float> Scores(int program, int query, int head) =>
        At(program, SiteKind.AttentionScores).Part(program % Block).Part(head - 1).Row(query)[..(query + 1)];

    private ReadOnlySpan<float> Head(int program, SiteKind kind, int token, int head) => At(program, kind).Values.Slice(
        ((((program % Block) * Length) + token) * spec.Heads * spec.HeadWidth) + ((head - 1) * spec.HeadWidth), spec.HeadWidth);

    private Tensor At(int program, SiteKind kind) => blocks[program / Block][new Site(kind, layer)];
}

/// <summary>The score of a query vector and a key vector some tokens apart, as attention has it after the rotary embedding.</summary>
internal sealed class RotaryScore(ModelSpec spec)
{
    private readonly double[] frequencies =
        [.. Enumerable.Range(0, spec.HeadWidth / 2).Select(pair => Math.Pow(spec.RopeBase, -2.0 * pair / spec.HeadWidth))];

    /// <summary>The score.</summary>
    /// <param name="query">Before the embedding.</param>
    /// <param name="key">Before the embedding, or a part of it: scores of parts add up.</param>
    /// <param name="distance">Tokens from the key to the query.</param>
    internal double Of(ReadOnlySpan<float> query, ReadOnlySpan<double> key, int distance)
    {
        int half = frequencies.Length;
        double score = 0;
        for (int pair = 0; pair < half; pair++)
        {
            (double sin, double cos) = Math.SinCos(distance * frequencies[pair]);
            (double q1, double q2, double k1, double k2) = (query[pair], query[pair + half], key[pair], key[pair + half]);
            score += (((q1 * k1) + (q2 * k2)) * cos) - (((q2 * k1) - (q1 * k2)) * sin);
        }

        return score / Math.Sqrt(spec.HeadWidth);
    }
}
