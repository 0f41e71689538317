using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Roles;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.HeadStatistics;

/// <summary>Adds up what heads look at, program by program.</summary>
internal sealed class AttentionTally(ModelSpec spec)
{
    private readonly Mean[,] previous = new Mean[spec.Layers, spec.Heads];
    private readonly Mean[,] twoBack = new Mean[spec.Layers, spec.Heads];
    private readonly Mean[,] lineStart = new Mean[spec.Layers, spec.Heads];
    private readonly Mean[,] sameName = new Mean[spec.Layers, spec.Heads];
    private readonly Mean[,] binding = new Mean[spec.Layers, spec.Heads];
    private readonly Mean[,] entropy = new Mean[spec.Layers, spec.Heads];
    private readonly SortedDictionary<int, Mean[,,,]> betweenRoles = [];

    /// <summary>Adds a block of programs whose patterns were recorded.</summary>
    internal void Add(ActivationRecorder recorder, ProgramPair[] block)
    {
        int length = Positions.PromptLength(block[0].Base.Lines.Length);
        for (int layer = 0; layer < spec.Layers; layer++)
        {
            float[] patterns = Rows.Numbers(recorder[new Site(SiteKind.AttentionPattern, layer + 1)]); // [B, H, T, T]
            for (int row = 0; row < block.Length; row++)
            {
                for (int head = 0; head < spec.Heads; head++)
                {
                    ReadOnlySpan<float> pattern = patterns.AsSpan(((row * spec.Heads) + head) * length * length, length * length);
                    Add(layer, head, pattern, length, block[row]);
                }
            }
        }
    }

    /// <summary>The means.</summary>
    internal ImmutableArray<HeadAttention> Result() =>
    [
        .. from layer in Enumerable.Range(0, spec.Layers)
           from head in Enumerable.Range(0, spec.Heads)
           select new HeadAttention(
               layer + 1,
               head + 1,
               previous[layer, head].Value,
               twoBack[layer, head].Value,
               lineStart[layer, head].Value,
               sameName[layer, head].Value,
               binding[layer, head].Value,
               entropy[layer, head].Value,
               [.. betweenRoles.SelectMany(pair => BetweenRoles(pair.Key, pair.Value, layer, head))]),
    ];

    private static IEnumerable<RoleAttention> BetweenRoles(int hops, Mean[,,,] weights, int layer, int head)
    {
        ImmutableArray<TokenRole> roles = TokenRole.Chain(hops);
        return
            from to in Enumerable.Range(0, roles.Length)
            from key in Enumerable.Range(0, to)
            select new RoleAttention(hops, roles[key], roles[to], weights[layer, head, to, key].Value);
    }

    /// <summary>Adds one head's pattern in one program.</summary>
    internal void Add(int layer, int head, ReadOnlySpan<float> pattern, int length, ProgramPair pair)
    {
        for (int query = 1; query < length; query++)
        {
            ReadOnlySpan<float> row = pattern.Slice(query * length, query + 1);
            previous[layer, head].Add(row[query - 1]);
            if (query >= 2)
            {
                twoBack[layer, head].Add(row[query - 2]);
            }

            if (query % 4 != 0 && query < Positions.Hash(pair.Base.Lines.Length))
            {
                lineStart[layer, head].Add(row[query - (query % 4)]);
            }

            entropy[layer, head].Add(Bits(row));
        }

        AddVariables(layer, head, pattern, length, pair.Base);
        AddRoles(layer, head, pattern, length, pair.BaseExecution);
    }

    private void AddVariables(int layer, int head, ReadOnlySpan<float> pattern, int length, SymbolicProgram program)
    {
        string text = program.ToText();
        for (int line = 1; line <= program.Lines.Length + 1; line++)
        {
            bool isQuery = line > program.Lines.Length;
            if (!isQuery && program.Lines[line - 1].IsConstant)
            {
                continue;
            }

            int query = isQuery ? Positions.QueryVariable(program.Lines.Length) : Positions.Right(line);
            char name = text[query];
            ReadOnlySpan<float> row = pattern.Slice(query * length, query);
            float same = 0;
            for (int key = 0; key < query; key++)
            {
                same += text[key] == name ? row[key] : 0;
            }

            int bound = Enumerable.Range(1, line - 1).Last(above => program.Lines[above - 1].Name == name);
            sameName[layer, head].Add(same);
            binding[layer, head].Add(row[Positions.Right(bound)]);
        }
    }

    private void AddRoles(int layer, int head, ReadOnlySpan<float> pattern, int length, Execution execution)
    {
        ImmutableArray<TokenRole> roles = TokenRole.Chain(execution.Hops);
        if (!betweenRoles.TryGetValue(execution.Hops, out Mean[,,,]? weights))
        {
            betweenRoles.Add(execution.Hops, weights = new Mean[spec.Layers, spec.Heads, roles.Length, roles.Length]);
        }

        for (int to = 0; to < roles.Length; to++)
        {
            for (int key = 0; key < to; key++)
            {
                weights[layer, head, to, key].Add(pattern[(roles[to].PositionIn(execution) * length) + roles[key].PositionIn(execution)]);
            }
        }
    }

    private static double Bits(ReadOnlySpan<float> row)
    {
        double bits = 0;
        foreach (float weight in row)
        {
            bits -= weight > 0 ? weight * Math.Log2(weight) : 0;
        }

        return bits;
    }

    private struct Mean
    {
        private double sum;
        private long count;

        public readonly double Value => count == 0 ? 0 : sum / count;

        public void Add(double value)
        {
            sum += value;
            count++;
        }
    }
}
