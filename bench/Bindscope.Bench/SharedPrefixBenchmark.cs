using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Tokens;
using Bindscope.Runs.Presets;

namespace Bindscope.Bench;

/// <summary>
/// Sixteen queries of each of 32 programs in one forward pass that shares the program, against sixteen passes. Small preset.
/// </summary>
internal sealed class SharedPrefixBenchmark : IBenchmark
{
    private const int Programs = 32;
    private const int Queries = 16;
    private const int QueryTokens = 3;

    public string Name => "shared-prefix";

    public IEnumerable<Measurement> Run()
    {
        Preset preset = Preset.Small;
        Transformer model = Transformer.Create(preset.Model, 1);
        int prefix = Positions.Hash(preset.Task.Lines);
        var random = new Random(1);
        int[][] programs = [.. Enumerable.Range(0, Programs).Select(_ => Tokens(prefix))];
        int[][][] queries = [.. programs.Select(_ => Enumerable.Range(0, Queries).Select(_ => Tokens(QueryTokens)).ToArray())];
        int[] shared = [.. programs.SelectMany((program, row) => program.Concat(queries[row].SelectMany(query => query)))];
        int[][] separate =
        [
            .. Enumerable.Range(0, Queries).Select(query => programs.SelectMany((program, row) => program.Concat(queries[row][query])).ToArray()),
        ];
        var together = new SequenceLayout(prefix, Queries, QueryTokens);
        var alone = new SequenceLayout(prefix + QueryTokens);
        Tensor one = model.Residual(shared, together);
        Tensor other = model.Residual(separate[3], alone);
        for (int row = 0; row < Programs; row++)
        {
            Span<float> a = one.Part(row).Row(prefix + (4 * QueryTokens) - 1), b = other.Part(row).Row(prefix + QueryTokens - 1);
            for (int i = 0; i < a.Length; i++)
            {
                if (Math.Abs(a[i] - b[i]) > 1e-4)
                {
                    throw new InvalidOperationException($"The two ways differ by {a[i] - b[i]}: there is nothing to compare.");
                }
            }
        }

        double[] seconds = Turns.Medians(
            Clock.Thread, 20, 2, () => Array.ForEach(separate, tokens => model.Residual(tokens, alone)), () => model.Residual(shared, together));
        yield return Measurement.AtLeast(5, Name, seconds[0] / seconds[1], "times separate");
        yield return Measurement.Of($"{Name}.time", 1e3 * seconds[1], "ms");

        int[] Tokens(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(Tokenizer.VocabularySize))];
    }
}
