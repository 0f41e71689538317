using Bindscope.Analysis.Probes.Regression;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Interventions.Passes;
using Bindscope.Model;
using Bindscope.Programs.Language;

namespace Bindscope.Analysis.Probes;

/// <summary>The residual stream at chosen tokens, after every layer.</summary>
/// <param name="After">After layer L at index L; index 0 are the embeddings, which enter layer 1.</param>
internal sealed record TokenVectors(Features[] After)
{
    private const int Block = 64;

    /// <summary>Runs programs and keeps their vectors.</summary>
    /// <param name="model">The model; evaluated without dropout.</param>
    /// <param name="programs">Programs of one length.</param>
    /// <param name="positionsOf">The tokens wanted of each program, 0-based.</param>
    /// <param name="work">How it is run.</param>
    /// <returns>One row a token, program after program.</returns>
    internal static TokenVectors Record(
        Transformer model, IReadOnlyList<SymbolicProgram> programs, IReadOnlyList<int[]> positionsOf, Work work)
    {
        (int layers, int width) = (model.Spec.Layers, model.Spec.Width);
        int total = positionsOf.Sum(positions => positions.Length);
        double[][] values = [.. Enumerable.Range(0, layers + 1).Select(_ => new double[total * width])];
        int[] blocks = [.. Enumerable.Range(0, (programs.Count + Block - 1) / Block)];
        int[] starts = [0, .. positionsOf.Select(positions => positions.Length)];
        for (int i = 1; i < starts.Length; i++)
        {
            starts[i] += starts[i - 1];
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = work.Workers, CancellationToken = work.Cancellation };
        Parallel.ForEach(blocks, options, block =>
        {
            int first = block * Block;
            SymbolicProgram[] some = [.. programs.Skip(first).Take(Block)];
            var recorder = new ActivationRecorder(
                site => site.Kind == SiteKind.ResidualIn || site == new Site(SiteKind.ResidualOut, layers));
            var prompts = Prompts.Of(some);
            int length = prompts.Layout.Length;
            model.Residual(prompts.Tokens, prompts.Layout, recorder);
            for (int after = 0; after <= layers; after++)
            {
                Site site = after == layers ? new Site(SiteKind.ResidualOut, layers) : new Site(SiteKind.ResidualIn, after + 1);
                ReadOnlySpan<float> numbers = recorder[site].Values; // [B, T, D]
                for (int row = 0; row < some.Length; row++)
                {
                    int to = starts[first + row] * width;
                    foreach (int position in positionsOf[first + row])
                    {
                        int from = ((row * length) + position) * width;
                        for (int i = 0; i < width; i++)
                        {
                            values[after][to++] = numbers[from + i];
                        }
                    }
                }
            }
        });
        return new TokenVectors([.. values.Select(layer => new Features(layer, width))]);
    }
}
