using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Analysis.Probes;

/// <summary>Which probes are wanted; all lines of each program are used.</summary>
public sealed record ProbeSpec(
    [Step] int Checkpoint,
    [Field("programs the probes learn from", Least = 1)] int FitPrograms = 1_000,
    [Field("other programs, to measure them on", Least = 2)] int TestPrograms = 500,
    [Field("the seed of the control tasks")] ulong Seed = 1,
    [Field("square (L2) penalty of the probes", Above = 0)] double Penalty = 1e-3,
    [Field("relative duality gap at which a probe has converged", Above = 0)] double Tolerance = 1e-3);

/// <summary>What can be read from the residual stream by a linear classifier?</summary>
/// <remarks>
/// <para>
/// Question: does the model keep the whole program state anywhere, or does it route a value when it is needed? At each newline, after each
/// layer, 26 softmax classifiers read every variable's value or that it is unbound: table 1 of Wu, Geiger and Millière (ICML 2025). At
/// each right-hand side two more read the line's value and its depth.
/// </para>
/// <para>
/// What would mislead: a probe finds what is present, not what is used. Most variables are unbound, so accuracy over all 26 is high for
/// nothing: state and bound variables are what counts, beside a probe that learned from shuffled states. A probe with many weights can
/// learn the names of lines by heart: the control task says how well. docs/methods/probes.md has the rest.
/// </para>
/// </remarks>
public sealed class ProbeAnalysis : IAnalysis<ProbeSpec, ProbeResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "probes",
        "Probes",
        "Can the program's state, or a line's value and depth, be read out linearly after each layer?",
        Scope.Checkpoint,
        ProbeResult.CurrentFormat)
    { Figure = "table 1" };

    /// <inheritdoc/>
    public static ProbeSpec Default => new(StepForm.Last);

    /// <inheritdoc/>
    public static IEnumerable<ProbeSpec> Sized(Run run, Budget budget) => [new(budget.Last)];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(ProbeResult result) => ProbeViews.Of(result);

    /// <summary>Fits and measures all probes; one that was stopped goes on with the layer where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or there are too few programs.</exception>
    public static ProbeResult Run(Run run, ProbeSpec spec, Work work)
    {
        Info.Require(spec);

        IReadOnlyList<SymbolicProgram> programs = run.HeldBackSplits(work.Cancellation).Test;
        if (spec.FitPrograms + spec.TestPrograms > programs.Count)
        {
            throw new UserException(
                $"the test set has {programs.Count} programs, the probes ask for {spec.FitPrograms} and {spec.TestPrograms} others",
                $"give --fit-programs {Math.Max(1, programs.Count - spec.TestPrograms)} or fewer");
        }

        Transformer model = run.LoadModel(spec.Checkpoint);
        GeneratorSpec task = run.Preset.Task;
        var learned = new ProbeTargets([.. programs.Take(spec.FitPrograms)]);
        var tested = new ProbeTargets([.. programs.Skip(spec.FitPrograms).Take(spec.TestPrograms)]);
        var folder = Info.Folder(run, spec);
        var probes = new ProbeFits(learned, tested, task, spec, work.Cancellation);
        TokenVectors Vectors(IEnumerable<SymbolicProgram> some, int[][] positions) =>
            TokenVectors.Record(model, [.. some], positions, work);
        TokenVectors[] newlines =
        [
            Vectors(programs.Take(spec.FitPrograms), learned.Newlines),
            Vectors(programs.Skip(spec.FitPrograms).Take(spec.TestPrograms), tested.Newlines),
        ];
        TokenVectors[] rights =
        [
            Vectors(programs.Take(spec.FitPrograms), learned.RightHandSides),
            Vectors(programs.Skip(spec.FitPrograms).Take(spec.TestPrograms), tested.RightHandSides),
        ];
        var states = ImmutableArray.CreateBuilder<StateProbe>();
        var lines = ImmutableArray.CreateBuilder<LineProbe>();
        int layers = model.Spec.Layers;
        for (int layer = 0; layer <= layers; layer++)
        {
            int after = layer;
            work.Progress?.Report(new AnalysisProgress($"after layer {after}", after, layers + 1));
            states.Add(folder.Part("parts", $"state-{after}", spec, () => probes.State(after, newlines[0].After[after], newlines[1].After[after])));
            foreach (LineTarget target in Enum.GetValues<LineTarget>())
            {
                lines.Add(folder.Part(
                    "parts", $"{target}-{after}", spec, () => probes.Line(after, target, rights[0].After[after], rights[1].After[after])));
            }
        }

        return new ProbeResult(
            ProbeResult.CurrentFormat, spec.Checkpoint, layers, spec.FitPrograms, spec.TestPrograms, states.ToImmutable(), lines.ToImmutable());
    }
}
