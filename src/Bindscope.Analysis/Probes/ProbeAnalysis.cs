using System.Collections.Immutable;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Training.Runs;

namespace Bindscope.Analysis.Probes;

/// <summary>Which probes are wanted.</summary>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="FitPrograms">Programs of the test set that the probes learn from, 1 or more; all lines of each are used.</param>
/// <param name="TestPrograms">Other programs of the test set, on which the probes are measured, 2 or more.</param>
/// <param name="Seed">Draws the control tasks.</param>
/// <param name="Penalty">Square (L2) penalty of the probes, above 0.</param>
/// <param name="Tolerance">Relative duality gap at which a probe has converged, above 0.</param>
public sealed record ProbeSpec(
    int Checkpoint, int FitPrograms = 1_000, int TestPrograms = 500, ulong Seed = 1, double Penalty = 1e-3, double Tolerance = 1e-3)
{
    /// <summary>The name of the analysis's folder.</summary>
    /// <returns>Such as <c>probes-030000</c>.</returns>
    public string FolderName() => FormattableString.Invariant($"probes-{Checkpoint:D6}");

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated()
    {
        var problems = new List<string>();
        if (FitPrograms < 1)
        {
            problems.Add($"fitPrograms is {FitPrograms}; it must be at least 1");
        }

        if (TestPrograms < 2)
        {
            problems.Add($"testPrograms is {TestPrograms}; it must be at least 2");
        }

        if (!(Penalty > 0) || !double.IsFinite(Penalty))
        {
            problems.Add(FormattableString.Invariant($"penalty is {Penalty}; it must be above 0"));
        }

        if (!(Tolerance > 0))
        {
            problems.Add(FormattableString.Invariant($"tolerance is {Tolerance}; it must be above 0"));
        }

        return problems;
    }
}

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
public static class ProbeAnalysis
{
    /// <summary>Fits and measures all probes; one that was stopped goes on with the layer where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or there are too few programs.</exception>
    public static ProbeResult Run(Run run, ProbeSpec spec, Work work)
    {
        if (spec.Validated() is { Count: > 0 } problems)
        {
            throw new UserException($"probes: {string.Join("; ", problems)}", "correct these values");
        }

        IReadOnlyList<SymbolicProgram> programs = run.HeldBackSplits(work.Cancellation).Test;
        if (spec.FitPrograms + spec.TestPrograms > programs.Count)
        {
            throw new UserException(
                $"the test set has {programs.Count} programs, the probes ask for {spec.FitPrograms} and {spec.TestPrograms} others",
                $"give --fit-programs {Math.Max(1, programs.Count - spec.TestPrograms)} or fewer");
        }

        Transformer model = RunCheckpoint.Load(run, spec.Checkpoint);
        GeneratorSpec task = run.Preset.Task;
        var learned = new ProbeTargets([.. programs.Take(spec.FitPrograms)]);
        var tested = new ProbeTargets([.. programs.Skip(spec.FitPrograms).Take(spec.TestPrograms)]);
        var folder = new AnalysisFolder(run, spec.FolderName());
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
