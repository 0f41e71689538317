using System.Collections.Immutable;
using Bindscope.Analysis.Results;
using Bindscope.Programs.Generation;
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
    /// <summary>The four circuits, in the order in which they are told.</summary>
    internal static ImmutableArray<Circuit> Circuits { get; } =
    [
        .. Enum.GetValues<CircuitKind>().SelectMany(kind => new Circuit[]
        {
            new(kind, HasShortcut: false, TestPrograms: 500, EvaluationPrograms: 120),
            new(kind, HasShortcut: true, TestPrograms: 500, EvaluationPrograms: 120),
        }),
    ];

    /// <summary>Compiles the circuits and a null model in a folder of its own, puts the questions to each, and removes them.</summary>
    /// <param name="only">Analyses or questions by name; empty for all.</param>
    /// <param name="before">Answers of an earlier time: those to other questions are kept as they are; null for none.</param>
    /// <param name="keep">Told of all answers after each question, so that work that is stopped is not lost.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="Errors.UserException">A name is unknown, or the folder for temporary files cannot be written.</exception>
    public static CalibrationResult Run(IReadOnlyCollection<string> only, CalibrationResult? before, Action<CalibrationResult> keep, Work work)
    {
        ArgumentNullException.ThrowIfNull(keep);
        ArgumentNullException.ThrowIfNull(work);
        ImmutableArray<CalibrationQuestion> asked = CalibrationQuestion.Named(only);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("bindscope-calibration-");
        try
        {
            var runs = Circuits.ToDictionary(circuit => circuit, circuit => new Lazy<Runs.Run>(() =>
                CompiledRun.Write(circuit, Path.Combine(folder.FullName, circuit.Name), work.Workers, work.Cancellation)));
            var shuffled = new Lazy<Runs.Run>(() => CompiledRun.WriteShuffled(
                Circuits[0], Path.Combine(folder.FullName, "shuffled"), new Seed(1), work.Workers, work.Cancellation));
            CalibrationResult all = before ?? new CalibrationResult(CalibrationResult.CurrentFormat, [], [], CalibrationQuestion.Unasked);
            for (int i = 0; i < asked.Length; i++)
            {
                CalibrationQuestion question = asked[i];
                ImmutableArray<Recovery> found =
                [
                    .. Circuits.Where(question.IsFor).SelectMany(circuit =>
                    {
                        work.Progress?.Report(new AnalysisProgress($"{question.Name} of {circuit.Name}", i, asked.Length));
                        work.Cancellation.ThrowIfCancellationRequested();
                        return question.Of(runs[circuit].Value, circuit, work);
                    }),
                ];
                ImmutableArray<Recovery> nulls = question.AskNull is null ? [] : [.. question.OfNull(shuffled.Value, work)];
                all = all.With(question, found, nulls);
                keep(all);
            }

            return all;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
