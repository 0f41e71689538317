using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Runs.Presets;

namespace Bindscope.Training.Loop;

/// <summary>
/// Holds what named heads bring to the hash and the colon (and the queried variable): their mixed values, before the output matrix, are their mean over
/// programs at the clamp's first step, or what the weights of that step make of the same tokens. No gradient goes through what is held.
/// </summary>
internal sealed class HeadClamp : IClamp
{
    private readonly Clamp clamp;
    private readonly Transformer then;
    private readonly int[] distances;

    /// <summary>Heads of each layer, 0-based.</summary>
    private readonly Dictionary<int, int[]> heads;

    /// <summary>Of each layer the means at <see cref="distances"/>, [distance][H*K]; null where heads are frozen.</summary>
    private readonly Dictionary<int, float[][]>? means;

    /// <summary>A clamp of heads.</summary>
    /// <param name="clamp">Which heads, and how.</param>
    /// <param name="then">The model as it was at the clamp's first step; not changed later.</param>
    /// <param name="programs">Programs of as many lines, for the means.</param>
    public HeadClamp(Clamp clamp, Transformer then, IReadOnlyList<SymbolicProgram> programs)
    {
        (this.clamp, this.then, distances) = (clamp, then, ClampedTokens.Distances(clamp));
        heads = clamp.HeadPlaces.GroupBy(place => place.Layer).ToDictionary(layer => layer.Key, layer => layer.Select(place => place.Head - 1).ToArray());
        means = clamp.Frozen ? null : Means(programs);
    }

    public ClampTaps On(ReadOnlySpan<int> tokens, SequenceLayout layout) =>
        new(new Tap(this, layout, clamp.Frozen ? Brought(tokens, layout) : null, false), new Tap(this, layout, null, true));

    private Dictionary<int, float[][]> Means(IReadOnlyList<SymbolicProgram> programs)
    {
        int length = Positions.PromptLength(programs[0].Lines.Length);
        int[] tokens = [.. programs.SelectMany(program => Tokenizer.Encode(program))];
        Dictionary<int, Tensor> brought = Brought(tokens, new SequenceLayout(length));
        return brought.ToDictionary(layer => layer.Key, layer => distances.Select(distance => Mean(layer.Value, length - distance, length)).ToArray());
    }

    private static float[] Mean(Tensor brought, int token, int length)
    {
        (int rows, int width) = (brought.Size(0), brought.Size(2) * brought.Size(3));
        var sums = new double[width];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> values = brought.Values.Slice(((row * length) + token) * width, width);
            for (int i = 0; i < width; i++)
            {
                sums[i] += values[i];
            }
        }

        return [.. sums.Select(sum => (float)(sum / rows))];
    }

    /// <summary>What all heads of the clamped layers brought then, [B, T, H, K] of each layer.</summary>
    private Dictionary<int, Tensor> Brought(ReadOnlySpan<int> tokens, SequenceLayout layout)
    {
        var recorder = new Recorder(heads.ContainsKey);
        _ = then.Residual(tokens, layout, recorder);
        return recorder.Brought;
    }

    private sealed class Recorder(Func<int, bool> wanted) : IActivationTap
    {
        internal Dictionary<int, Tensor> Brought { get; } = [];

        public bool Wants(Site site) => site.Kind == SiteKind.AttentionZ && wanted(site.Layer);

        public Tensor? Visit(Site site, Tensor value)
        {
            Brought[site.Layer] = value.Clone(); // [B, T, H, K]
            return null;
        }
    }

    /// <summary>Puts what is held in place of what is there; zeros in place of gradients.</summary>
    private sealed class Tap(HeadClamp owner, SequenceLayout layout, Dictionary<int, Tensor>? frozen, bool stops) : IActivationTap
    {
        public bool Wants(Site site) => site.Kind == SiteKind.AttentionZ && owner.heads.ContainsKey(site.Layer);

        public Tensor? Visit(Site site, Tensor value)
        {
            Tensor held = value.Clone(); // [B, T, H, K]
            (int heads, int width) = (value.Size(2), value.Size(3));
            for (int row = 0; row < value.Size(0); row++)
            {
                for (int query = 0; query < ClampedTokens.Queries(layout); query++)
                {
                    for (int i = 0; i < owner.distances.Length; i++)
                    {
                        int token = (row * layout.Length) + ClampedTokens.Token(layout, query, owner.distances[i]);
                        foreach (int head in owner.heads[site.Layer])
                        {
                            int first = ((token * heads) + head) * width;
                            Hold(held.Values.Slice(first, width), site.Layer, i, head * width, first);
                        }
                    }
                }
            }

            return held;
        }

        private void Hold(Span<float> values, int layer, int distance, int firstOfToken, int first)
        {
            if (stops)
            {
                values.Clear();
                return;
            }

            ReadOnlySpan<float> source = frozen is null
                ? owner.means![layer][distance].AsSpan(firstOfToken, values.Length)
                : frozen[layer].Values.Slice(first, values.Length);
            source.CopyTo(values);
        }
    }
}
