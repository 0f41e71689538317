using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions.Passes;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.HeadStatistics;

/// <summary>Adds up what heads look at, program by program.</summary>
internal sealed class AttentionTally(ModelSpec spec)
{
    /// <summary>Weights between tokens that are no right-hand side, query variable or colon are told from this on.</summary>
    private const double Notable = 0.1;

    private readonly Dictionary<(string What, int Layer, int Head), ProgramSums> means = [];
    private readonly SortedDictionary<int, Dictionary<(int Layer, int Head, TokenRole From, TokenRole To), ProgramSums>> betweenRoles = [];
    private int program;

    /// <summary>Adds a block of programs whose patterns were recorded.</summary>
    internal void Add(ActivationRecorder recorder, ProgramPair[] block)
    {
        int length = Positions.PromptLength(block[0].Base.Lines.Length);
        for (int layer = 0; layer < spec.Layers; layer++)
        {
            Tensor patterns = recorder[new Site(SiteKind.AttentionPattern, layer + 1)]; // [B, H, T, T]
            for (int row = 0; row < block.Length; row++)
            {
                for (int head = 0; head < spec.Heads; head++)
                {
                    ReadOnlySpan<float> pattern = patterns.Part(row).Part(head).Values;
                    Add(layer, head, pattern, length, program + row, block[row]);
                }
            }
        }

        program += block.Length;
    }

    /// <summary>The means.</summary>
    internal ImmutableArray<HeadAttention> Result()
    {
        var bootstraps = new Bootstraps();
        return
        [
            .. from layer in Enumerable.Range(0, spec.Layers)
               from head in Enumerable.Range(0, spec.Heads)
               select Head(layer, head, bootstraps),
        ];
    }

    private HeadAttention Head(int layer, int head, Bootstraps bootstraps)
    {
        Estimate Of(string what) => Series(what, layer, head).Mean(bootstraps);
        var estimates = new HeadEstimates(
            Of(nameof(HeadAttention.PreviousToken)),
            Of(nameof(HeadAttention.TwoBack)),
            Of(nameof(HeadAttention.LineStart)),
            Of(nameof(HeadAttention.SameName)),
            Of(nameof(HeadAttention.Binding)),
            Of(nameof(HeadAttention.Entropy)));
        return new HeadAttention(
            layer + 1,
            head + 1,
            estimates.PreviousToken.Value,
            estimates.TwoBack.Value,
            estimates.LineStart.Value,
            estimates.SameName.Value,
            estimates.Binding.Value,
            estimates.Entropy.Value,
            [.. betweenRoles.SelectMany(pair => BetweenRoles(pair.Key, layer, head, bootstraps))],
            estimates);
    }

    private ProgramSums Series(string what, int layer, int head)
    {
        if (!means.TryGetValue((what, layer, head), out ProgramSums? series))
        {
            means.Add((what, layer, head), series = new ProgramSums());
        }

        return series;
    }

    private IEnumerable<RoleAttention> BetweenRoles(int hops, int layer, int head, Bootstraps bootstraps)
    {
        ImmutableArray<TokenRole> chain = TokenRole.Chain(hops);
        return
            from to in Tokens(hops)
            from key in Tokens(hops)
            where betweenRoles[hops].ContainsKey((layer, head, key, to))
            let weight = betweenRoles[hops][(layer, head, key, to)].Mean(bootstraps)
            where weight.Value >= Notable || (chain.Contains(to) && chain.Contains(key))
            select new RoleAttention(hops, key, to, weight.Value, weight);
    }

    private static IEnumerable<TokenRole> Tokens(int hops) => Enumerable.Range(1, hops).Select(TokenRole.Name).Concat(TokenRole.Spans(hops));

    /// <summary>Adds one head's pattern in one program.</summary>
    internal void Add(int layer, int head, ReadOnlySpan<float> pattern, int length, int number, ProgramPair pair)
    {
        for (int query = 1; query < length; query++)
        {
            ReadOnlySpan<float> row = pattern.Slice(query * length, query + 1);
            Series(nameof(HeadAttention.PreviousToken), layer, head).Add(number, row[query - 1]);
            if (query >= 2)
            {
                Series(nameof(HeadAttention.TwoBack), layer, head).Add(number, row[query - 2]);
            }

            if (query % 4 != 0 && query < Positions.Hash(pair.Base.Lines.Length))
            {
                Series(nameof(HeadAttention.LineStart), layer, head).Add(number, row[query - (query % 4)]);
            }

            Series(nameof(HeadAttention.Entropy), layer, head).Add(number, Bits(row));
        }

        AddVariables(layer, head, pattern, length, number, pair.Base);
        AddRoles(layer, head, pattern, length, number, pair.BaseExecution);
    }

    private void AddVariables(int layer, int head, ReadOnlySpan<float> pattern, int length, int number, SymbolicProgram program)
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
            Series(nameof(HeadAttention.SameName), layer, head).Add(number, same);
            Series(nameof(HeadAttention.Binding), layer, head).Add(number, row[Positions.Right(bound)]);
        }
    }

    private void AddRoles(int layer, int head, ReadOnlySpan<float> pattern, int length, int number, Execution execution)
    {
        if (!betweenRoles.TryGetValue(execution.Hops, out var weights))
        {
            betweenRoles.Add(execution.Hops, weights = []);
        }

        (TokenRole Role, int Position)[] tokens =
            [.. Tokens(execution.Hops).Select(role => (role, role.PositionIn(execution))).Where(token => token.Item2 >= 0)];
        foreach ((TokenRole to, int query) in tokens)
        {
            foreach ((TokenRole from, int key) in tokens)
            {
                if (key >= query)
                {
                    continue;
                }

                if (!weights.TryGetValue((layer, head, from, to), out ProgramSums? series))
                {
                    weights.Add((layer, head, from, to), series = new ProgramSums());
                }

                series.Add(number, pattern[(query * length) + key]);
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
}
