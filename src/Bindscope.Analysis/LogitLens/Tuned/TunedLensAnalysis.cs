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

/// <summary>Tuned lenses at the colon: plain data, as <c>analyses/tuned-lens-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="FitPrograms">Programs to learn from.</param>
/// <param name="TestPrograms">Others, on which everything is measured.</param>
/// <param name="Fits">By layer.</param>
/// <param name="Cells">By layer, lens, hops and answer line.</param>
public sealed record TunedLensResult(
    int Format,
    int Checkpoint,
    int Layers,
    int FitPrograms,
    int TestPrograms,
    ImmutableArray<TunedLensFit> Fits,
    ImmutableArray<TunedLensCell> Cells)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>One layer's training.</summary>
/// <param name="Layer">The layer entered, 1-based.</param>
/// <param name="FirstLoss">Divergence on the programs to learn from before training, nats: the logit lens's.</param>
/// <param name="LastLoss">The same at the end.</param>
/// <param name="Converged">Whether the last tenth of the steps lowered it by less than 2 % of the first loss.</param>
public sealed record TunedLensFit(int Layer, double FirstLoss, double LastLoss, bool Converged);

/// <summary>What a lens reads at the colon on entering a layer, on programs that it was not trained on.</summary>
/// <param name="Layer">1-based; one more than the model's layers for what leaves the last.</param>
/// <param name="Lens">Which lens.</param>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Divergence">Kullback-Leibler divergence of the lens's digits from the model's own, nats, mean and interval.</param>
/// <param name="Answer">Programs whose answer is the lens's top digit.</param>
/// <param name="FirstLine">
/// Of the programs whose answer is another digit, those where line 1's digit is the top one; null where there is none.
/// </param>
public sealed record TunedLensCell(
    int Layer, LensKind Lens, int Hops, AnswerLineGroup AnswerLine, Estimate Divergence, Proportion Answer, Proportion? FirstLine);

/// <summary>How a vector inside the model is read as logits.</summary>
public enum LensKind
{
    /// <summary>As if it were the last layer's: the logit lens.</summary>
    Plain,

    /// <summary>After an affine map of its own layer, trained to say what the last layer says.</summary>
    Tuned,
}

/// <summary>Plain beside tuned, layer by layer, as a table.</summary>
internal static class TunedLensViews
{
    internal static IEnumerable<View> Of(TunedLensResult result)
    {
        yield return View.Of(
            $"""
            the colon through a lens of its own for each layer; learned on {result.FitPrograms} programs, measured on {result.TestPrograms} others
            answer on top in % by layer entered (1-{result.Layers + 1})
            """,
            ["hops", "answer line", "programs", "plain", "tuned", "line 1's digit, tuned", "divergence, plain", "tuned, nats"],
            result.Cells.GroupBy(cell => (cell.Hops, cell.AnswerLine)).Select(group =>
            {
                TunedLensCell[] plain = [.. group.Where(cell => cell.Lens == LensKind.Plain)];
                TunedLensCell[] tuned = [.. group.Where(cell => cell.Lens == LensKind.Tuned)];
                return (IEnumerable<Cell>)
                [
                    group.Key.Hops,
                    AnswerLineGroups.NameOf(group.Key.AnswerLine),
                    plain[0].Answer.Programs,
                    Join(plain, cell => Cell.Percent(cell.Answer.Value)),
                    Join(tuned, cell => Cell.Percent(cell.Answer.Value)),
                    Join(tuned, cell => cell.FirstLine is { } first ? Cell.Percent(first.Value) : "."),
                    Join(plain, cell => Cell.Number(cell.Divergence.Value, "0.0")),
                    Join(tuned, cell => Cell.Number(cell.Divergence.Value, "0.0")),
                ];
            }));
        string[] falling = [.. result.Fits.Where(fit => !fit.Converged).Select(fit => $"layer {fit.Layer}")];
        yield return View.Of($"still falling when training ended: {(falling.Length == 0 ? "none" : string.Join(", ", falling))}");
    }

    private static string Join(TunedLensCell[] cells, Func<TunedLensCell, Cell> of) => string.Join(" ", cells.Select(cell => of(cell).Text));
}
