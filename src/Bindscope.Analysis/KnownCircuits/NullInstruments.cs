using Bindscope.Analysis.Circuits;
using Bindscope.Analysis.Mechanisms;
using Bindscope.Analysis.Nulls;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Patching.Edges;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Results;
using Bindscope.Programs.Generation;
using Bindscope.Runs;
using Bindscope.Training.Compiled;

namespace Bindscope.Analysis.KnownCircuits;

/// <summary>The same instruments, asked of models in which nothing was built: a compiled model's weights in random order, and guessers.</summary>
/// <param name="shuffled">A run as <see cref="CompiledRun.WriteShuffled"/> writes it.</param>
/// <param name="work">How it is run.</param>
internal sealed class NullInstruments(Run shuffled, Work work)
{
    /// <summary>A tenth of the answers turns by luck, so few programs tell nothing.</summary>
    private const int Programs = 12;

    private const double Most = 0.5;

    /// <summary>What the model is called.</summary>
    internal const string Model = "shuffled weights";

    private readonly int step = shuffled.Preset.Training.Steps;

    private readonly PairSelection selection =
        new(Programs, Solved: SolvedRule.All, Hops: [3], AnswerLines: [AnswerLineGroup.First, AnswerLineGroup.Later]);

    internal Recovery Residual() => Patched(PatchTarget.Residual, "patch residual");

    internal Recovery Heads() => Patched(PatchTarget.Heads, "patch heads");

    internal Recovery Edges() => Shuffled(
        "patch attention --each model",
        "edge whose weight carries the answer",
        from found in EdgeAnalysis.Run(shuffled, new EdgeSpec(step, selection, EdgeGranularity.Model), work).Groups
        from cell in found.Cells
        select Recovery.Answer.Of($"{cell.To} at {cell.From}", false, cell.PatternSuccess.Value, Most, Most));

    internal Recovery Circuits() => Shuffled(
        "circuit",
        "circuit that does what the model does",
        from change in Enum.GetValues<CircuitChange>()
        from found in CircuitAnalysis.Run(shuffled, new CircuitSpec(step, selection, Change: change), work).Groups
        select new Recovery.Answer(
            $"{change}, answer {AnswerLineGroups.NameOf(found.AnswerLine)}", false, found.Circuit is not null, found.Undefined ?? "f is defined"));

    internal Recovery Lens() => Shuffled(
        "analyze lens",
        "layer and token at which the answer's digit stands",
        from found in LogitLens.LensAnalysis.Run(shuffled, new LogitLens.LensSpec(step, Programs: 40), work).Checkpoints.Single().Groups
        where found.Programs >= Programs
        from cell in found.Cells
        select Recovery.Answer.Of($"{found.Hops} hops, {cell.Role} layer {cell.Layer}", false, cell.Answer.Value, Most, Most));

    internal Recovery Mechanisms() => Shuffled(
        "analyze mechanisms",
        "mechanism that has half of the answers",
        from map in MechanismAnalysis.Run(shuffled, new MechanismSpec(step, selection, Overwritten: 40), work).Groups
        from cell in map.Cells
        from mechanism in MechanismMixture.Carried
        select Recovery.Answer.Of($"depth {map.Depth}, {mechanism} at ({cell.Layer}, {cell.Place})", false, cell.Of(mechanism).Value, Most, Most));

    /// <summary>Guessers have an accuracy curve as a training would leave it, and none has learned a heuristic or solved the task.</summary>
    internal IEnumerable<Recovery> Guessers()
    {
        var nulls = new NullTraining(shuffled.HeldBackSplits(work.Cancellation).Test, shuffled.Preset.Task.DigitCount, new Seed(1));
        Evaluation one = MetricsFile.Read(shuffled.MetricsPath).Evaluations[^1];
        var like = new RunMetrics([.. Enumerable.Range(0, 24).Select(i => one with { Step = 100 * i })], null);
        foreach (NullModel model in new[] { NullModel.UniformDigit, NullModel.UniformConstant, NullModel.FirstLine })
        {
            PhaseKind[] found = [.. PhasesAnalysis.Run(nulls.Like(model, like), new PhasesSpec()).Phases.Select(phase => phase.Kind)];
            yield return Recovery.Of(
                model switch
                {
                    NullModel.UniformDigit => "says any digit",
                    NullModel.UniformConstant => "guesses among the constants",
                    _ => "says line 1's digit always",
                },
                "phases",
                "heuristic or solved phase",
                new[] { PhaseKind.Heuristic, PhaseKind.Solved }.Select(kind => new Recovery.Answer(
                    kind.ToString(), model == NullModel.FirstLine && kind == PhaseKind.Heuristic, found.Contains(kind), string.Join(", ", found))));
        }
    }

    private Recovery Patched(PatchTarget target, string name) => Shuffled(
        name,
        "place that turns half of the answers",
        from found in PatchAnalysis.Run(shuffled, new PatchSpec(step, target, selection, ControlPrograms: 0), work).Groups
        from cell in found.Cells
        select Recovery.Answer.Of(
            $"answer {AnswerLineGroups.NameOf(found.AnswerLine)}, {cell.Role} layer {cell.Layer} head {cell.Head}",
            false,
            cell.Success.Value,
            Most,
            Most));

    private static Recovery Shuffled(string instrument, string asked, IEnumerable<Recovery.Answer> answers) =>
        Recovery.Of(Model, instrument, asked, answers);
}
