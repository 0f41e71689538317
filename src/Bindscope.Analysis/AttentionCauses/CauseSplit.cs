using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Recording;
using Bindscope.Interventions.Passes;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.AttentionCauses;

/// <summary>Splits the scores of one edge by what the keys hold.</summary>
/// <param name="model">The model.</param>
/// <param name="edge">The edge.</param>
/// <param name="record">What its layer computes of every program.</param>
/// <param name="tokens">Each program's tokens; null where it has none for this edge.</param>
/// <param name="lines">Lines of a program.</param>
internal sealed class CauseSplit(Transformer model, Edge edge, LayerRecord record, EdgeTokens?[] tokens, int lines)
{
    internal static readonly AttentionCause[] Labelled = [AttentionCause.Name, AttentionCause.Line, AttentionCause.Depth, AttentionCause.BoundAgain];

    private readonly RotaryScore score = new(model.Spec);

    /// <summary>The parts are fitted to every other program, and judged on the others.</summary>
    private int[] Programs(bool fitted) =>
        [.. Enumerable.Range(0, tokens.Length).Where(i => i % 2 == (fitted ? 0 : 1) && tokens[i] is { Keys.Length: > 1 })];

    /// <summary>Programs that the numbers are over.</summary>
    internal int[] Judged { get; } = [.. Enumerable.Range(0, tokens.Length).Where(i => i % 2 == 1 && tokens[i] is { Keys.Length: > 1 })];

    /// <summary>Fits the parts of the head's keys.</summary>
    /// <param name="shuffled">The label whose classes go to other tokens, as a control; -1 for none.</param>
    internal KeyMeans Keys(int shuffled = -1) => Means((program, token) => record.Key(program, token, edge.Head).ToArray(), shuffled);

    /// <summary>Fits the parts of what enters the layer at the same tokens.</summary>
    internal KeyMeans Residuals() => Means((program, token) => record.Residual(program, token).ToArray(), -1);

    /// <summary>The scores of a program's keys, part by part: [cause][key]; they sum to the score.</summary>
    internal double[][] Parts(KeyMeans means, int program)
    {
        EdgeTokens own = tokens[program]!;
        float[] query = record.Query(program, own.Query, edge.Head).ToArray();
        double[] Of(Func<int, double[]> part) => [.. own.Keys.Select((key, i) => score.Of(query, part(i), own.Query - key))];
        return
        [
            .. Labelled.Select((_, factor) => Of(i => means.Part(factor, own.Labels[i][factor]))),
            Of(_ => means.Mean),
            Of(i => means.Rest(record.Key(program, own.Keys[i], edge.Head), own.Labels[i])),
        ];
    }

    /// <summary>How far the parts' sums are from the scores that the model computed, at most.</summary>
    internal double LargestError(double[][][] parts) => Judged.Select((program, i) =>
    {
        EdgeTokens own = tokens[program]!;
        float[] scores = record.Scores(program, own.Query, edge.Head).ToArray();
        return own.Keys.Select((key, j) => Math.Abs(parts[i].Sum(part => part[j]) - scores[key])).Max();
    }).Max();

    /// <summary>The share of a part in the variance of scores over a program's keys, ratio of sums over programs.</summary>
    internal static Estimate Variance(Bootstrap bootstrap, double[][][] parts, int cause)
    {
        double[] covariances = [.. parts.Select(program => Covariance(program[cause], Whole(program)))];
        double[] variances = [.. parts.Select(program => Covariance(Whole(program), Whole(program)))];
        return bootstrap.Mean(covariances, variances);
    }

    /// <summary>How much higher the target scores than the other keys, by one part or by all.</summary>
    internal Estimate Gap(Bootstrap bootstrap, double[][][] parts, int? cause) => bootstrap.Mean(
    [
        .. Judged.Select((program, i) =>
        {
            double[] scores = cause is { } one ? parts[i][one] : Whole(parts[i]);
            int target = tokens[program]!.Target;
            return scores[target] - ((scores.Sum() - scores[target]) / (scores.Length - 1));
        }),
    ]);

    /// <summary>The weight on the target once a part is taken from every key's score; null for as it is.</summary>
    internal double[] Weights(double[][][] parts, int? without) =>
    [
        .. Judged.Select((program, i) =>
        {
            EdgeTokens own = tokens[program]!;
            double[] scores = [.. record.Scores(program, own.Query, edge.Head).ToArray().Select(one => (double)one)];
            for (int key = 0; without is { } cause && key < own.Keys.Length; key++)
            {
                scores[own.Keys[key]] -= parts[i][cause][key];
            }

            double most = scores.Max();
            return Math.Exp(scores[own.Keys[own.Target]] - most) / scores.Sum(one => Math.Exp(one - most));
        }),
    ];

    private KeyMeans Means(Func<int, int, float[]> vector, int shuffled)
    {
        var samples =
            (from program in Programs(fitted: true)
             from key in Enumerable.Range(0, tokens[program]!.Keys.Length)
             select (Vector: vector(program, tokens[program]!.Keys[key]), Labels: tokens[program]!.Labels[key])).ToArray();
        int[][] labels = [.. samples.Select(sample => sample.Labels)];
        if (shuffled >= 0)
        {
            int[] order = Shuffle.Of(Enumerable.Range(0, labels.Length), new Seed(1).Split("shuffled labels").Split(shuffled).Stream().Next);
            labels = [.. labels.Select((own, i) => own.Select((label, factor) => factor == shuffled ? labels[order[i]][factor] : label).ToArray())];
        }

        return KeyMeans.Fit([.. samples.Select(sample => sample.Vector)], labels, EdgeTokens.Classes(lines));
    }

    private static double[] Whole(double[][] parts) => [.. Enumerable.Range(0, parts[0].Length).Select(key => parts.Sum(part => part[key]))];

    private static double Covariance(double[] one, double[] other)
    {
        (double first, double second) = (one.Average(), other.Average());
        return one.Zip(other, (a, b) => (a - first) * (b - second)).Average();
    }
}

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
