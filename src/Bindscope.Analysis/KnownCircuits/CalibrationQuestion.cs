using System.Collections.Immutable;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Training.Compiled;

namespace Bindscope.Analysis.KnownCircuits;

/// <summary>A question that is put to every circuit that has an answer to it, and to null models.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Analysis">The analysis that answers, by its name.</param>
/// <param name="Ask">Asks it of a compiled run.</param>
/// <param name="AskNull">Asks it of a model with shuffled weights; null where that is not asked.</param>
public sealed record CalibrationQuestion(
    string Name,
    string Analysis,
    Func<Run, Circuit, Work, IEnumerable<Recovery>> Ask,
    Func<Run, Work, IEnumerable<Recovery>>? AskNull = null)
{
    /// <summary>Which circuits are asked.</summary>
    internal Func<Circuit, bool> IsFor { get; init; } = _ => true;

    /// <summary>The questions, in the order in which they are told.</summary>
    public static ImmutableArray<CalibrationQuestion> All { get; } =
    [
        new("phases", "phases", (run, circuit, work) => [new TrainingInstruments(run, circuit, work).Phases()],
            (run, work) => new NullInstruments(run, work).Guessers()),
        new("residual", "patch-residual", (run, circuit, work) => [new PatchingInstruments(run, circuit, work).Residual()],
            (run, work) => [new NullInstruments(run, work).Residual()]),
        new("spans", "patch-residual", (run, circuit, work) => [new PatchingInstruments(run, circuit, work).Spans()]),
        new("heads", "patch-heads", (run, circuit, work) => [new PatchingInstruments(run, circuit, work).Heads()],
            (run, work) => [new NullInstruments(run, work).Heads()]),
        new("sites", "patch-heads", (run, circuit, work) => new PatchingInstruments(run, circuit, work).Sites()),
        new("mlp", "patch-mlp", (run, circuit, work) => [new PatchingInstruments(run, circuit, work).Mlps()]),
        new("edges", "patch-attention", (run, circuit, work) =>
            [.. new PatchingInstruments(run, circuit, work).Edges(), .. new PatchingInstruments(run, circuit, work).EdgesOfTheModel()],
            (run, work) => [new NullInstruments(run, work).Edges()]),
        new("attention", "heads", (run, circuit, work) => new PatchingInstruments(run, circuit, work).Attention()),
        new("attribution", "attribution", (run, circuit, work) => [new PatchingInstruments(run, circuit, work).Attribution()]),
        new("circuit", "circuit", (run, circuit, work) => new CircuitInstruments(run, circuit, work).Ask(),
            (run, work) => [new NullInstruments(run, work).Circuits()]),

        // With the shortcut a moved root changes the way that an answer takes, so that no one variable stands for it.
        new("abstraction", "abstraction", (run, circuit, work) => [new PatchingInstruments(run, circuit, work).Abstraction()])
        { IsFor = circuit => !circuit.HasShortcut },
        new("mechanisms", "mechanisms", (run, circuit, work) => new MechanismInstruments(run, circuit, work).Mechanisms(),
            (run, work) => [new NullInstruments(run, work).Mechanisms()])
        { IsFor = circuit => !circuit.HasShortcut },
        new("lookback", "lookback", (run, circuit, work) => new MechanismInstruments(run, circuit, work).Lookback())
        { IsFor = circuit => !circuit.HasShortcut },
        new("why", "why", (run, circuit, work) => new MechanismInstruments(run, circuit, work).Why()) { IsFor = circuit => !circuit.HasShortcut },
        new("lens", "logit-lens", (run, circuit, work) => new ReadingInstruments(run, circuit, work).Lens(),
            (run, work) => [new NullInstruments(run, work).Lens()]),
        new("tuned-lens", "tuned-lens", (run, circuit, work) => [new ReadingInstruments(run, circuit, work).TunedLens()]),
        new("probes", "probes", (run, circuit, work) => new ReadingInstruments(run, circuit, work).Probes()),
        new("subspaces", "subspaces", (run, circuit, work) => [new ReadingInstruments(run, circuit, work).Subspaces()]),
        new("alignment", "alignment", (run, circuit, work) => [new ReadingInstruments(run, circuit, work).Alignment()])
        { IsFor = circuit => !circuit.HasShortcut },
        new("cumulative", "cumulative", (run, circuit, work) => new TrainingInstruments(run, circuit, work).Cumulative()),
        new("development", "development", (run, circuit, work) => new TrainingInstruments(run, circuit, work).Development()),
    ];

    /// <summary>Analyses that are not asked, and why not.</summary>
    public static ImmutableArray<UnaskedAnalysis> Unasked { get; } =
    [
        new("evaluation", "It counts right answers, and says nothing of how they come about."),
        new("patch-map", "One program's map: patch-residual asks the same of many."),
        new("behaviour", "It counts answers; which rule they follow is asked of guessers by the phases."),
        new("loss-by-role", "It measures how well a training's objective is met, and these models had no training."),
        new("programs", "It says what single programs are, and what is answered."),
        new("example", "One program's numbers: the analyses over many are asked."),
        new("circuit-growth", "The circuit is built in one step; circuit asks where it stands."),
        new("generalisation", "The construction is for 16 lines and 4 hops: nothing is known of what it does beyond."),
        new("mechanism-growth", "The circuit is built in one step; mechanisms asks what stands where."),
        new("importance", "It ranks what programs are like by the answers: no place in the model is named."),
        new("held-out", "It needs a training from which combinations were held out."),
        new("held-out-beside", "It needs two trainings."),
        new("unseen-roles", "It needs a training from which names' roles were held out."),
        new("subspace-map", "A picture of the components that subspaces finds."),
        new("compare", "It counts what two models answer."),
        new("circuit-beside", "It puts two circuits side by side that circuit found."),
        new("seeds", "It needs trainings from several seeds; the phases that it counts are asked."),
        new("learning-time", "It needs trainings: nothing is learned here."),
        new("all", "It runs the others."),
    ];

    /// <summary>The questions of these names, or those of these analyses.</summary>
    /// <param name="names">Questions or analyses; none for all.</param>
    /// <exception cref="UserException">A name is neither.</exception>
    public static ImmutableArray<CalibrationQuestion> Named(IReadOnlyCollection<string> names)
    {
        string[] unknown = [.. names.Where(name => All.All(one => one.Name != name && one.Analysis != name))];
        return unknown.Length > 0
            ? throw new UserException(
                $"nothing is asked by the name {string.Join(", ", unknown)}",
                $"choose from {string.Join(", ", All.SelectMany(one => new[] { one.Analysis, one.Name }).Distinct())}")
            : [.. All.Where(one => names.Count == 0 || names.Contains(one.Name) || names.Contains(one.Analysis))];
    }

    /// <summary>What a compiled run says, each answer under this question's name.</summary>
    internal IEnumerable<Recovery> Of(Run run, Circuit circuit, Work work) => Ask(run, circuit, work).Select(one => one with { Question = Name });

    /// <summary>What null models say.</summary>
    internal IEnumerable<Recovery> OfNull(Run shuffled, Work work) => AskNull!(shuffled, work).Select(one => one with { Question = Name });
}
