using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Recording;
using Bindscope.Interventions.Passes;
using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Analysis.AttentionCauses;

/// <summary>Takes vectors away from what enters the layer at the keys' tokens, and reads the weight that attention then puts on the target.</summary>
/// <param name="model">The model.</param>
/// <param name="edge">The edge.</param>
/// <param name="record">What its layer computes of every program.</param>
/// <param name="pairs">Every program.</param>
/// <param name="tokens">Each program's tokens.</param>
internal sealed class PartRemoval(Transformer model, Edge edge, LayerRecord record, IReadOnlyList<ProgramPair> pairs, EdgeTokens?[] tokens)
{
    private const int Block = 32;

    /// <summary>The weights on the target of some programs.</summary>
    /// <param name="programs">Which.</param>
    /// <param name="factor">The label by whose classes vectors are removed.</param>
    /// <param name="removed">The vector that is taken away of each class.</param>
    internal double[] Weights(int[] programs, int factor, Func<int, double[]> removed) =>
        [.. programs.Chunk(Block).SelectMany(block => OfBlock(block, factor, removed))];

    private double[] OfBlock(int[] programs, int factor, Func<int, double[]> removed)
    {
        int width = model.Spec.Width;
        var entering = new Tensor(programs.Length, record.Length, width);
        for (int row = 0; row < programs.Length; row++)
        {
            for (int token = 0; token < record.Length; token++)
            {
                record.Residual(programs[row], token).CopyTo(entering.Part(row).Row(token));
            }

            EdgeTokens own = tokens[programs[row]]!;
            for (int key = 0; key < own.Keys.Length; key++)
            {
                double[] part = removed(own.Labels[key][factor]);
                Span<float> vector = entering.Part(row).Row(own.Keys[key]);
                for (int j = 0; j < width; j++)
                {
                    vector[j] -= (float)part[j];
                }
            }
        }

        var recorder = new ActivationRecorder(site => site == new Site(SiteKind.AttentionPattern, edge.Layer));
        model.ResidualFrom(edge.Layer, entering, Prompts.Of([pairs[programs[0]].Base]).Layout, recorder);
        Tensor patterns = recorder[new Site(SiteKind.AttentionPattern, edge.Layer)]; // [B, H, T, T]
        return
        [
            .. programs.Select((program, row) =>
                (double)patterns.Part(row).Part(edge.Head - 1).Row(tokens[program]!.Query)[tokens[program]!.Keys[tokens[program]!.Target]]),
        ];
    }
}
