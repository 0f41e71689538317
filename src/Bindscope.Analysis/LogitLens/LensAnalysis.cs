using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Runs;

namespace Bindscope.Analysis.LogitLens;

/// <summary>What the logit lens reads.</summary>
public sealed record LensSpec(
    [Step(true)] int? Checkpoint = null, [Field("programs of each group (hops x answer line)", Least = 1)] int Programs = 100);

/// <summary>At which layer does a token begin to say the answer, and does it say line 1's digit before?</summary>
/// <remarks>
/// <para>
/// Every layer's residual stream is read through the last LayerNorm and the unembedding, at the tokens of the digit's way, at each checkpoint.
/// Nostalgebraist, <em>interpreting GPT: the logit lens</em> (2020); the companion site of Wu, Geiger and Millière shows answer against line 1.
/// </para>
/// <para>
/// What would mislead: the lens sees only what is written in the directions that the unembedding reads. A digit that is carried in other
/// directions, as at right-hand sides halfway, is there and not seen; so silence proves nothing, and what is seen need not be used.
/// Patching answers what is used.
/// </para>
/// </remarks>
public sealed class LensAnalysis : IAnalysis<LensSpec, LensResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "logit-lens",
        "Logit lens",
        "At which layer can the answer first be read from a token, and is line 1's digit there before it?",
        Scope.Run,
        LensResult.CurrentFormat)
    { Alias = "analyze lens", KeepsCheckpoints = true };

    /// <inheritdoc/>
    public static LensSpec Default => new(StepForm.Last);

    /// <inheritdoc/>
    public static IEnumerable<LensSpec> Sized(Run run, Budget budget) => [new(null, budget.Programs)];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(LensResult result) => LensViews.Of(result);

    /// <summary>What is read in one program as tables for people.</summary>
    /// <param name="map">What is read.</param>
    public static IEnumerable<View> Views(LensMap map) => LensViews.Of(map);

    /// <summary>Reads one or all checkpoints; a job that was stopped goes on with the checkpoint where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or the run has no such checkpoint or no test programs.</exception>
    public static LensResult Run(Run run, LensSpec spec, Work work)
    {
        Info.Require(spec);

        RunCheckpoint.StepOf(run, spec.Checkpoint?.ToString(CultureInfo.InvariantCulture) ?? "last");
        IReadOnlyList<int> steps = spec.Checkpoint is { } one ? [one] : run.Checkpoints.Steps();
        LensPrograms[] groups = Groups(run.HeldBackSplits(work.Cancellation).Test, spec.Programs);
        var folder = new AnalysisFolder(run, Info.Name);
        var question = new LensQuestion(LensResult.CurrentFormat, spec.Programs);
        ImmutableArray<LensCheckpoint> checkpoints = work.OfEach(folder, steps, question, step =>
        {
            Transformer model = run.LoadModel(step);
            return new LensCheckpoint(step, [.. groups.Select(group => group.Read(model))]);
        });
        return new LensResult(LensResult.CurrentFormat, run.Preset.Model.Layers, checkpoints);
    }

    /// <summary>Reads every layer and token of one program.</summary>
    /// <param name="model">The model.</param>
    /// <param name="checkpoint">Its step, for the result.</param>
    /// <param name="program">The program.</param>
    /// <exception cref="UserException">The model has no positions for it.</exception>
    public static LensMap Map(Transformer model, int checkpoint, SymbolicProgram program)
    {
        Lens lens = Lens.Of(model, [program]);
        int[] tokens = Tokenizer.Encode(program);
        int[] layers = [.. Enumerable.Range(1, model.Spec.Layers + 1)];
        return new LensMap(
            LensResult.CurrentFormat,
            checkpoint,
            program.ToText(),
            Interpreter.Run(program).Value,
            [
                .. tokens.Select((token, position) => new LensMapToken(
                    position,
                    Tokenizer.Decode(token).ToString(),
                    [
                        .. layers.Select(layer => lens[layer, 0, position][..Tokenizer.DigitCount].ToArray()
                            .Select(logit => (double)logit).ToImmutableArray()),
                    ],
                    [.. layers.Select(layer => Tokenizer.Decode(Reading.Of(lens[layer, 0, position], 0).Prediction).ToString())])),
            ]);
    }

    internal static LensPrograms[] Groups(IEnumerable<SymbolicProgram> programs, int count) =>
    [
        .. programs.Select(program => (Program: program, Execution: Interpreter.Run(program)))
            .GroupBy(one => (one.Execution.Hops, Line: AnswerLineGroups.Of(one.Execution.RootLine)))
            .OrderBy(group => group.Key)
            .Select(group => new LensPrograms(
                group.Key.Hops,
                group.Key.Line,
                [.. group.Take(count).Select(one => one.Program)],
                [.. group.Take(count).Select(one => one.Execution)])),
    ];
}

/// <summary>What one checkpoint's file answers; a file that answers another question is computed anew.</summary>
internal sealed record LensQuestion(int Format, int Programs);
