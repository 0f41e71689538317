using Bindscope.Model;
using Bindscope.Programs.Tokens;
using Bindscope.Training.Presets;
using static TorchSharp.torch;

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
        using var scope = NewDisposeScope();
        using IDisposable quiet = no_grad();
        Preset preset = Preset.Small;
        using Transformer model = Transformer.Create(preset.Model, 1, CPU);
        int prefix = Positions.Hash(preset.Task.Lines);
        using Tensor program = randint(0, Tokenizer.VocabularySize, [Programs, prefix], dtype: int64);
        using Tensor queries = randint(0, Tokenizer.VocabularySize, [Programs, Queries, QueryTokens], dtype: int64);
        using Tensor shared = cat([program, queries.flatten(1)], 1); // [B, prefix + 16 * 3]
        Tensor[] separate =
        [
            .. Enumerable.Range(0, Queries).Select(query => cat([program, queries.select(1, query)], 1)), // [B, prefix + 3]
        ];
        double difference = (Shared() - Separate()).abs().max().item<float>();
        if (difference > 1e-4)
        {
            throw new InvalidOperationException($"The two ways differ by {difference}: there is nothing to compare.");
        }
        double[] seconds = Turns.Medians(Clock.Thread, 20, 2, () => Dispose(Separate), () => Dispose(Shared));
        yield return Measurement.AtLeast(5, Name, seconds[0] / seconds[1], "times separate");
        yield return Measurement.Of($"{Name}.time", 1e3 * seconds[1], "ms");

        // Logits at every query's colon, [B, 16, V].
        Tensor Shared()
        {
            Tensor residual = model.Residual(shared, new SequenceLayout(prefix, Queries, QueryTokens));
            Tensor segments = residual.narrow(1, prefix, Queries * QueryTokens).unflatten(1, Queries, QueryTokens);
            return model.Unembed(segments.select(2, QueryTokens - 1));
        }

        Tensor Separate() => stack(separate.Select(One), 1);

        Tensor One(Tensor tokens) =>
            model.Unembed(model.Residual(tokens, new SequenceLayout(prefix + QueryTokens)).select(1, prefix + QueryTokens - 1));
    }

    private static void Dispose(Func<Tensor> forward)
    {
        using var scope = NewDisposeScope();
        forward();
    }
}
