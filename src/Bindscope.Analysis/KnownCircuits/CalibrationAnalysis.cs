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

/// <summary>What every instrument says of every compiled model and of null models: plain data, as the page "Calibration" shows it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Circuits">Compiled models with a known circuit.</param>
/// <param name="Nulls">Models without one: nothing is built in them.</param>
/// <param name="Unasked">Analyses that are not asked, and why not.</param>
public sealed record CalibrationResult(
    int Format, ImmutableArray<Recovery> Circuits, ImmutableArray<Recovery> Nulls, ImmutableArray<UnaskedAnalysis> Unasked)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 2;

    /// <summary>The same with other answers to a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="circuits">What the circuits say.</param>
    /// <param name="nulls">What null models say.</param>
    internal CalibrationResult With(CalibrationQuestion question, ImmutableArray<Recovery> circuits, ImmutableArray<Recovery> nulls) => new(
        CurrentFormat, InOrder(Circuits, question, circuits), InOrder(Nulls, question, nulls), CalibrationQuestion.Unasked);

    /// <summary>By model, in the order of the circuits, and then by question; what answers no question of today is left out.</summary>
    private static ImmutableArray<Recovery> InOrder(ImmutableArray<Recovery> before, CalibrationQuestion question, ImmutableArray<Recovery> now)
    {
        string[] models = [.. CalibrationAnalysis.Circuits.Select(circuit => circuit.Name), NullInstruments.Model];
        string[] questions = [.. CalibrationQuestion.All.Select(one => one.Name)];
        int Place(string[] all, string one) => Array.IndexOf(all, one) is >= 0 and var place ? place : all.Length;
        return
        [
            .. before.Where(one => one.Question != question.Name && questions.Contains(one.Question)).Concat(now)
                .OrderBy(one => Place(models, one.Circuit)).ThenBy(one => Place(questions, one.Question)),
        ];
    }
}

/// <summary>An analysis that no known circuit and no null model is asked about.</summary>
/// <param name="Analysis">Its name.</param>
/// <param name="Why">The reason, as a sentence.</param>
public sealed record UnaskedAnalysis(string Analysis, string Why);

/// <summary>What an instrument said of a model whose circuit is known.</summary>
/// <param name="Question">The question's name, by which it is asked alone: one of <see cref="CalibrationQuestion"/>.</param>
/// <param name="Circuit">The compiled model.</param>
/// <param name="Instrument">The analysis, as its command is called.</param>
/// <param name="Asked">What was asked, such as <c>layer and token that hold the root's digit</c>.</param>
/// <param name="Built">Places at which the circuit has what was asked for.</param>
/// <param name="Found">Of these, the ones that the instrument names.</param>
/// <param name="Absent">Places at which it has not.</param>
/// <param name="Refused">Of these, the ones that the instrument refuses.</param>
/// <param name="Wrong">What it says otherwise than the circuit was built, place by place: at most <see cref="MostWrong"/>.</param>
public sealed record Recovery(
    string Question, string Circuit, string Instrument, string Asked, int Built, int Found, int Absent, int Refused, ImmutableArray<string> Wrong)
{
    /// <summary>So many mistakes are told one by one.</summary>
    public const int MostWrong = 10;

    /// <summary>Counts what was said.</summary>
    /// <param name="circuit">The compiled model.</param>
    /// <param name="instrument">The analysis.</param>
    /// <param name="asked">What was asked.</param>
    /// <param name="answers">Place by place: what was measured there, and whether that is a yes, a no, or (null) neither.</param>
    internal static Recovery Of(string circuit, string instrument, string asked, IEnumerable<Answer> answers)
    {
        Answer[] all = [.. answers];
        return new Recovery(
            "",
            circuit,
            instrument,
            asked,
            all.Count(one => one.IsBuilt),
            all.Count(one => one.IsBuilt && one.Said == true),
            all.Count(one => !one.IsBuilt),
            all.Count(one => !one.IsBuilt && one.Said == false),
            [
                .. all.Where(one => one.Said != one.IsBuilt).Take(MostWrong).Select(one =>
                    $"{one.Place}: measured {one.Measured}, {(one.IsBuilt ? "built" : "not built")}"),
            ]);
    }

    /// <summary>One place.</summary>
    /// <param name="Place">In words.</param>
    /// <param name="IsBuilt">Whether the circuit has there what was asked for.</param>
    /// <param name="Said">Whether the instrument says so; null where it says neither.</param>
    /// <param name="Measured">What it measured.</param>
    internal readonly record struct Answer(string Place, bool IsBuilt, bool? Said, string Measured)
    {
        /// <summary>A share that counts as a yes from one limit on, and as a no up to another.</summary>
        internal static Answer Of(string place, bool isBuilt, double share, double yes = 0.9, double no = 0.1) => new(
            place, isBuilt, share >= yes ? true : share <= no ? false : null, FormattableString.Invariant($"{share:0.00}"));
    }
}
