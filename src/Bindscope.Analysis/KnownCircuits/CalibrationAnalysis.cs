using System.Collections.Immutable;
using Bindscope.Analysis.Results;
using Bindscope.Programs.Generation;
using Bindscope.Runs;
using Bindscope.Training.Compiled;

namespace Bindscope.Analysis.KnownCircuits;

/// <summary>Do the instruments find a circuit that is known, and nothing else?</summary>
/// <remarks>
/// <para>
/// Question: what is an analysis to be believed? Each is run, as on any run, on models whose weights were set by hand, and what it says is
/// held against the construction (<see cref="KnownCircuit"/>): edges, tokens, layers and variables found, and those refused that are not there.
/// </para>
/// <para>
/// What would mislead: compiled circuits are clean, each feature one component, nothing spread or doubled but the look-ups that are made up for
/// in the next layer. What is found here may be missed in a model that was trained. docs/calibration.md has the rest.
/// </para>
/// </remarks>
public static class CalibrationAnalysis
{
    /// <summary>Every instrument's name, and the instrument.</summary>
    internal static ImmutableArray<(string Name, Func<Run, Circuit, Work, IEnumerable<Recovery>> Ask)> Instruments { get; } =
    [
        ("phases", (run, circuit, work) => [new TrainingInstruments(run, circuit, work).Phases()]),
        ("residual", (run, circuit, work) => [new PatchingInstruments(run, circuit, work).Residual()]),
        ("spans", (run, circuit, work) => [new PatchingInstruments(run, circuit, work).Spans()]),
        ("heads", (run, circuit, work) => [new PatchingInstruments(run, circuit, work).Heads()]),
        ("sites", (run, circuit, work) => new PatchingInstruments(run, circuit, work).Sites()),
        ("mlp", (run, circuit, work) => [new PatchingInstruments(run, circuit, work).Mlps()]),
        ("edges", (run, circuit, work) =>
            [.. new PatchingInstruments(run, circuit, work).Edges(), .. new PatchingInstruments(run, circuit, work).EdgesOfTheModel()]),
        ("attention", (run, circuit, work) => new PatchingInstruments(run, circuit, work).Attention()),
        ("attribution", (run, circuit, work) => [new PatchingInstruments(run, circuit, work).Attribution()]),
        ("circuit", (run, circuit, work) => new CircuitInstruments(run, circuit, work).Ask()),

        // With the shortcut a moved root changes the way that an answer takes, so that no one variable stands for it.
        ("abstraction", (run, circuit, work) => circuit.HasShortcut ? [] : [new PatchingInstruments(run, circuit, work).Abstraction()]),
        ("mechanisms", (run, circuit, work) => circuit.HasShortcut ? [] : new MechanismInstruments(run, circuit, work).Mechanisms()),
        ("lookback", (run, circuit, work) => circuit.HasShortcut ? [] : new MechanismInstruments(run, circuit, work).Lookback()),
        ("why", (run, circuit, work) => circuit.HasShortcut ? [] : new MechanismInstruments(run, circuit, work).Why()),
        ("lens", (run, circuit, work) => new ReadingInstruments(run, circuit, work).Lens()),
        ("tuned lens", (run, circuit, work) => [new ReadingInstruments(run, circuit, work).TunedLens()]),
        ("probes", (run, circuit, work) => new ReadingInstruments(run, circuit, work).Probes()),
        ("subspaces", (run, circuit, work) => [new ReadingInstruments(run, circuit, work).Subspaces()]),

        // Trained through one layer, which takes half a minute; through several saturated ones the search finds nothing (docs/calibration.md).
        ("alignment", (run, circuit, work) =>
            circuit is { Kind: CircuitKind.Addresses, HasShortcut: false } ? [new ReadingInstruments(run, circuit, work).Alignment()] : []),
        ("cumulative", (run, circuit, work) => new TrainingInstruments(run, circuit, work).Cumulative()),
        ("development", (run, circuit, work) => new TrainingInstruments(run, circuit, work).Development()),
    ];

    /// <summary>Compiles the four circuits and a null model in a folder of its own, asks every instrument of each, and removes them.</summary>
    /// <param name="work">How it is run.</param>
    /// <exception cref="Errors.UserException">The folder for temporary files cannot be written.</exception>
    public static CalibrationResult Run(Work work)
    {
        ArgumentNullException.ThrowIfNull(work);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("bindscope-calibration-");
        try
        {
            Circuit[] circuits =
            [
                .. Enum.GetValues<CircuitKind>().SelectMany(kind => new Circuit[]
                {
                    new(kind, HasShortcut: false, TestPrograms: 500, EvaluationPrograms: 120),
                    new(kind, HasShortcut: true, TestPrograms: 500, EvaluationPrograms: 120),
                }),
            ];
            ImmutableArray<Recovery> found =
            [
                .. circuits.SelectMany(circuit => Of(
                    CompiledRun.Write(circuit, Path.Combine(folder.FullName, circuit.Name), work.Workers, work.Cancellation), circuit, work)),
            ];
            Runs.Run shuffled = CompiledRun.WriteShuffled(
                circuits[0], Path.Combine(folder.FullName, "shuffled"), new Seed(1), work.Workers, work.Cancellation);
            return new CalibrationResult(CalibrationResult.CurrentFormat, found, [.. new NullInstruments(shuffled, work).Ask()]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Asks every instrument of one compiled run.</summary>
    /// <param name="run">The run, as <see cref="CompiledRun"/> writes it.</param>
    /// <param name="circuit">What it was compiled from.</param>
    /// <param name="work">How it is run.</param>
    internal static ImmutableArray<Recovery> Of(Run run, Circuit circuit, Work work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var found = ImmutableArray.CreateBuilder<Recovery>();
        foreach ((string name, var ask) in Instruments)
        {
            work.Progress?.Report(new AnalysisProgress($"{circuit.Name}: {name}", found.Count, Instruments.Length));
            work.Cancellation.ThrowIfCancellationRequested();
            found.AddRange(ask(run, circuit, work));
        }

        return found.ToImmutable();
    }
}
