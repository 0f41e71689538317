using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Interventions.Passes;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Tokens;

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
        for (int row = 0; row < block.Length; row++)
        {
            AddProgram(recorder, normed.Part(row).Row(normed.Size(1) - 1), row, block[row].BaseExecution.Value);
        }
    }

    private void AddProgram(ActivationRecorder recorder, ReadOnlySpan<float> final, int row, int answer)
    {
        ReadOnlySpan<float> weight = model.Parameters.Values("final_norm.weight"); // [D]
        double[] direction = Direction(answer); // [D]
        ReadOnlySpan<float> leaving = At(SiteKind.ResidualOut, model.Spec.Layers); // [D]
        double mean = Mean(leaving);
        double variance = 0;
        foreach (float value in leaving)
        {
            variance += Math.Pow(value - mean, 2) / leaving.Length;
        }

        double scale = 1 / Math.Sqrt(variance + Transformer.NormEpsilon);
        var reader = new double[leaving.Length]; // [D]
        var bias = new double[leaving.Length]; // what the last LayerNorm adds whatever it reads: its output less what its weight makes of its input
        for (int i = 0; i < reader.Length; i++)
        {
            reader[i] = direction[i] * weight[i] * scale;
            bias[i] = final[i] - ((leaving[i] - mean) * scale * weight[i]);
        }

        double common = reader.Average(); // LayerNorm takes each part's mean away
        for (int i = 0; i < reader.Length; i++)
        {
            reader[i] -= common;
        }

        int number = 0;
        Take(ref number, "embedding", 0, 0, Product(At(SiteKind.ResidualIn, 1), reader));
        for (int layer = 1; layer <= model.Spec.Layers; layer++)
        {
            double rest = Product(At(SiteKind.AttentionOut, layer), reader);
            Tensor heads = recorder[new Site(SiteKind.AttentionHead, layer)].Part(row); // [T, H, D]
            for (int head = 1; head <= model.Spec.Heads; head++)
            {
                double share = Product(heads.Part(heads.Size(0) - 1).Row(head - 1), reader);
                Take(ref number, "head", layer, head, share);
                rest -= share;
            }

            Take(ref number, "attention bias", layer, 0, rest);
            Take(ref number, "mlp", layer, 0, Product(At(SiteKind.MlpOut, layer), reader));
        }

        Take(ref number, "final bias", 0, 0, bias.Zip(direction, (a, b) => a * b).Sum());
        differences.Add(Product(final, direction));

        ReadOnlySpan<float> At(SiteKind kind, int layer)
        {
            Tensor value = recorder[new Site(kind, layer)].Part(row); // [T, D]
            return value.Row(value.Size(0) - 1);
        }
    }

    /// <summary>The parts, in the order of the forward pass.</summary>
    internal ImmutableArray<LogitShare> Result()
    {
        var bootstrap = Bootstraps.Of(differences.Count);
        return [.. parts.Select((part, i) => new LogitShare(part.Part, part.Layer, part.Head, bootstrap.Mean([.. contributions[i]])))];
    }

    /// <summary>What the parts sum to.</summary>
    internal double MeanDifference() => differences.Average();

    private void Take(ref int number, string part, int layer, int head, double contribution)
    {
        if (number == parts.Count)
        {
            parts.Add((part, layer, head));
            contributions.Add([]);
        }

        contributions[number++].Add(contribution);
    }

    /// <summary>The answer's row of the unembedding less the digits' mean, [D].</summary>
    private double[] Direction(int answer)
    {
        ReadOnlySpan<float> digits = model.Parameters.Values("unembedding.weight"); // [V, D]
        int width = model.Spec.Width;
        var direction = new double[width];
        for (int i = 0; i < width; i++)
        {
            direction[i] = digits[(answer * width) + i];
            for (int digit = 0; digit < Tokenizer.DigitCount; digit++)
            {
                direction[i] -= digits[(digit * width) + i] / (double)Tokenizer.DigitCount;
            }
        }

        return direction;
    }

    private static double Mean(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    private static double Product(ReadOnlySpan<float> a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}

/// <summary>A number that is measured several times in each program: its sums and counts, program by program.</summary>
internal sealed class ProgramSums
{
    private readonly List<double> sums = [];
    private readonly List<double> counts = [];
    private int program = -1;

    /// <summary>Adds a measurement.</summary>
    /// <param name="number">The program; never falls from one call to the next.</param>
    /// <param name="value">The number.</param>
    internal void Add(int number, double value)
    {
        if (number != program)
        {
            program = number;
            sums.Add(0);
            counts.Add(0);
        }

        sums[^1] += value;
        counts[^1]++;
    }

    /// <summary>The mean over measurements, with an interval over programs; 0 of 0 where there is none.</summary>
    /// <param name="bootstraps">By number of programs.</param>
    internal Estimate Mean(Bootstraps bootstraps) =>
        sums.Count == 0 ? default : bootstraps[sums.Count].Mean(CollectionsMarshal.AsSpan(sums), CollectionsMarshal.AsSpan(counts));
}
