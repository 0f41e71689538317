using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Model;
using Bindscope.Programs.Tokens;
using static TorchSharp.torch;

namespace Bindscope.Analysis.HeadStatistics;

/// <summary>
/// Direct logit attribution at the colon. The residual there is a sum of the parts' vectors; with the scale that the last LayerNorm has in
/// this program held fixed, so is the difference between the answer's logit and the digits' mean.
/// </summary>
internal sealed class DirectLogits(Transformer model)
{
    private readonly List<(string Part, int Layer, int Head)> parts = [];
    private readonly List<List<double>> contributions = [];
    private readonly List<double> differences = [];

    /// <summary>Adds a block of programs whose parts were recorded.</summary>
    /// <param name="recorder">Has every layer's residual.in, attention.head, attention.out and mlp.out, and the last residual.out.</param>
    /// <param name="normed">After the last LayerNorm, [B,T,D].</param>
    /// <param name="block">The programs.</param>
    internal void Add(ActivationRecorder recorder, Tensor normed, ProgramPair[] block)
    {
        Tensor answers = tensor(block.Select(pair => (long)pair.BaseExecution.Value).ToArray(), device: normed.device); // [B]
        Tensor digits = model.Parameters["unembedding.weight"].narrow(0, 0, Tokenizer.DigitCount); // [10, D]
        Tensor direction = digits.index_select(0, answers) - digits.mean([0L]); // [B, D]
        Tensor weight = model.Parameters["final_norm.weight"]; // [D]
        Tensor leaving = AtColon(recorder[new Site(SiteKind.ResidualOut, model.Spec.Layers)]); // [B, D]
        Tensor centred = leaving - leaving.mean([-1L], keepdim: true); // [B, D]
        Tensor scale = (centred.square().mean([-1L], keepdim: true) + Transformer.NormEpsilon).rsqrt(); // [B, 1]
        Tensor reader = direction * weight * scale; // [B, D]
        reader -= reader.mean([-1L], keepdim: true); // LayerNorm takes each part's mean away

        int number = 0;
        Take(ref number, "embedding", 0, 0, AtColon(recorder[new Site(SiteKind.ResidualIn, 1)]), reader);
        for (int layer = 1; layer <= model.Spec.Layers; layer++)
        {
            Tensor heads = AtColon(recorder[new Site(SiteKind.AttentionHead, layer)]); // [B, H, D]
            for (int head = 1; head <= model.Spec.Heads; head++)
            {
                Take(ref number, "head", layer, head, heads.select(1, head - 1), reader);
            }

            Tensor bias = AtColon(recorder[new Site(SiteKind.AttentionOut, layer)]) - heads.sum(1); // [B, D]
            Take(ref number, "attention bias", layer, 0, bias, reader);
            Take(ref number, "mlp", layer, 0, AtColon(recorder[new Site(SiteKind.MlpOut, layer)]), reader);
        }

        // What the last LayerNorm adds whatever it reads: its output less what its weight makes of its input.
        Tensor final = AtColon(normed); // [B, D]
        Tensor scaled = centred * scale * weight; // [B, D]
        Take(ref number, "final bias", 0, 0, final - scaled, direction);
        differences.AddRange(Rows.Numbers((final * direction).sum(-1)).Select(value => (double)value));
    }

    /// <summary>The parts, in the order of the forward pass.</summary>
    internal ImmutableArray<LogitShare> Result()
    {
        var bootstrap = new Bootstrap(differences.Count);
        return [.. parts.Select((part, i) => new LogitShare(part.Part, part.Layer, part.Head, bootstrap.Mean([.. contributions[i]])))];
    }

    /// <summary>What the parts sum to.</summary>
    internal double MeanDifference() => differences.Average();

    private void Take(ref int number, string part, int layer, int head, Tensor vector, Tensor reader)
    {
        if (number == parts.Count)
        {
            parts.Add((part, layer, head));
            contributions.Add([]);
        }

        contributions[number++].AddRange(Rows.Numbers((vector * reader).sum(-1)).Select(value => (double)value));
    }

    private static Tensor AtColon(Tensor value) => value.select(1, value.size(1) - 1); // [B, ...]
}
