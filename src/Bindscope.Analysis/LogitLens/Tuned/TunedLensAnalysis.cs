using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Passes;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Analysis.LogitLens.Tuned;

/// <summary>How tuned lenses are trained.</summary>
public sealed record TunedLensSpec(
    [Step] int Checkpoint,
    [Field("programs to learn from", Least = 50)] int FitPrograms = 2000,
    [Field("other programs, to measure on", Least = 20)] int TestPrograms = 1000,
    [Field("gradient steps", Least = 10)] int Steps = 400,
    [Field("square penalty of the distance from the identity", Least = 0)] double Penalty = 1e-3);

/// <summary>At which layer does the colon hold the answer, if each layer is read in its own basis?</summary>
/// <remarks>
/// <para>
/// The logit lens reads every layer as if it were the last; a layer that keeps the answer in another basis looks empty. The tuned lens (N.
/// Belrose et al., "Eliciting Latent Predictions from Transformers with the Tuned Lens", arXiv 2303.08112) trains an affine map for each layer so
/// that the lens says what the model will say. At the colon alone: elsewhere models of this kind are not asked to say anything.
/// </para>
/// <para>
/// What would mislead: a trained map finds what is linearly there, whether the model reads it or not; in the extreme it is a probe. Held-out
/// programs and the comparison with the plain lens say how much was gained, not that it is used.
/// </para>
/// </remarks>
public sealed class TunedLensAnalysis : IAnalysis<TunedLensSpec, TunedLensResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "tuned-lens",
        "Tuned lens",
        "What does each layer say about the answer, read through a map trained for it?",
        Scope.Checkpoint,
        TunedLensResult.CurrentFormat);

    /// <inheritdoc/>
    public static TunedLensSpec Default => new(StepForm.Last);

    /// <inheritdoc/>
    public static IEnumerable<TunedLensSpec> Sized(Run run, Budget budget) => [new(budget.Last, FitPrograms: 1500, TestPrograms: 800)];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(TunedLensResult result) => TunedLensViews.Of(result);

    private const int Block = 100;

    /// <summary>Trains and measures every layer.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or there are too few programs.</exception>
    public static TunedLensResult Run(Run run, TunedLensSpec spec, Work work)
    {
        Info.Require(spec);

        IReadOnlyList<SymbolicProgram> test = run.HeldBackSplits(work.Cancellation).Test;
        if (test.Count < spec.FitPrograms + spec.TestPrograms)
        {
            throw new UserException(
                $"the test set has {test.Count} programs; {spec.FitPrograms} to learn from and {spec.TestPrograms} others are needed",
                "give fewer with --fit-programs or --test-programs");
        }

        Transformer model = run.LoadModel(spec.Checkpoint);
        return Run(model, [.. test.Take(spec.FitPrograms)], [.. test.Skip(spec.FitPrograms).Take(spec.TestPrograms)], spec, work);
    }

    /// <summary>The same for a model and programs of one length.</summary>
    internal static TunedLensResult Run(Transformer model, SymbolicProgram[] fit, SymbolicProgram[] test, TunedLensSpec spec, Work work)
    {
        Tensor[] learned = AtColon(model, fit, work.Cancellation); // [N, D] for each layer and the end
        Tensor[] measured = AtColon(model, test, work.Cancellation);
        Tensor wanted = AffineLens.LogProbabilities(model, learned[^1]); // [N, 10]
        Tensor own = AffineLens.LogProbabilities(model, measured[^1]); // [M, 10]
        Execution[] executions = [.. test.Select(Interpreter.Run)];
        var groups = Enumerable.Range(0, test.Length)
            .GroupBy(i => (executions[i].Hops, Line: AnswerLineGroups.Of(executions[i].RootLine))).OrderBy(group => group.Key).ToArray();
        var fits = ImmutableArray.CreateBuilder<TunedLensFit>();
        var cells = ImmutableArray.CreateBuilder<TunedLensCell>();
        for (int layer = 1; layer <= learned.Length; layer++)
        {
            work.Progress?.Report(new AnalysisProgress($"layer {layer}", layer - 1, learned.Length));
            (AffineLens lens, TunedLensFit trained) =
                AffineLens.Train(model, layer, learned[layer - 1], wanted, spec, work.Cancellation);
            fits.Add(trained);
            foreach ((LensKind kind, Tensor vectors) in new[]
            {
                (LensKind.Plain, measured[layer - 1]), (LensKind.Tuned, lens.Mapped(measured[layer - 1])),
            })
            {
                Tensor says = AffineLens.LogProbabilities(model, vectors); // [M, 10]
                double[] divergences = AffineLens.Divergence(says, own);
                int[] top = [.. Enumerable.Range(0, says.Rows).Select(row => LogitMetrics.Top(says.Row(row)))];
                cells.AddRange(groups.Select(group => Cell(layer, kind, [.. group], test, executions, divergences, top)));
            }
        }

        return new TunedLensResult(
            TunedLensResult.CurrentFormat, spec.Checkpoint, model.Spec.Layers, fit.Length, test.Length, fits.ToImmutable(), cells.ToImmutable());
    }

    private static TunedLensCell Cell(
        int layer, LensKind kind, int[] members, SymbolicProgram[] programs, Execution[] executions, double[] divergences, int[] top)
    {
        Execution first = executions[members[0]];
        int[] others = [.. members.Where(i => programs[i].Lines[0].Right - '0' != executions[i].Value)];
        return new TunedLensCell(
            layer,
            kind,
            first.Hops,
            AnswerLineGroups.Of(first.RootLine),
            Bootstraps.Of(members.Length).Mean(Array.ConvertAll(members, i => divergences[i])),
            Proportion.OfCounts(members.Count(i => top[i] == executions[i].Value), members.Length),
            others.Length == 0
                ? null
                : Proportion.OfCounts(others.Count(i => top[i] == programs[i].Lines[0].Right - '0'), others.Length));
    }

    /// <summary>What enters each layer at the colon, and what leaves the last: [N,D] each.</summary>
    private static Tensor[] AtColon(Transformer model, SymbolicProgram[] programs, CancellationToken cancellation)
    {
        int layers = model.Spec.Layers;
        Tensor[] parts = [.. Enumerable.Range(0, layers + 1).Select(_ => new Tensor(programs.Length, model.Spec.Width))];
        int first = 0;
        foreach (SymbolicProgram[] block in programs.Chunk(Block))
        {
            cancellation.ThrowIfCancellationRequested();
            var recorder = new ActivationRecorder(site =>
                site.Kind == SiteKind.ResidualIn || site == new Site(SiteKind.ResidualOut, layers));
            var prompts = Prompts.Of(block);
            model.Residual(prompts.Tokens, prompts.Layout, recorder);
            for (int layer = 1; layer <= layers + 1; layer++)
            {
                Site site = layer <= layers ? new Site(SiteKind.ResidualIn, layer) : new Site(SiteKind.ResidualOut, layers);
                parts[layer - 1].Slice(first, block.Length).CopyFrom(Prompts.AtColon(recorder[site])); // [B, D]
            }

            first += block.Length;
        }

        return parts;
    }
}
