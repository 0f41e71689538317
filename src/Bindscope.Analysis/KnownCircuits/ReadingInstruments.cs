using Bindscope.Analysis.Alignment;
using Bindscope.Analysis.LogitLens;
using Bindscope.Analysis.LogitLens.Tuned;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Probes;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Analysis.Subspaces;
using Bindscope.Programs.Execution;
using Bindscope.Runs;
using Bindscope.Training.Compiled;

namespace Bindscope.Analysis.KnownCircuits;

/// <summary>Analyses that read vectors, and those that find subspaces, asked of a compiled run.</summary>
/// <param name="run">The run.</param>
/// <param name="circuit">What it was compiled from.</param>
/// <param name="work">How it is run.</param>
internal sealed class ReadingInstruments(Run run, Circuit circuit, Work work)
{
    /// <summary>By luck a vector without an answer reads as the right one of ten digits: more than half is no luck.</summary>
    private const double Luck = 0.5;

    /// <summary>One of ten digits is right by luck; in a few dozen pairs up to a quarter.</summary>
    private const double LuckOfFew = 0.25;

    /// <summary>A part of the vector that turns half of the answers holds what was asked for, if not all of it.</summary>
    private const double Half = 0.5;

    /// <summary>Of ten digits that are alike each has 0.1; a compiled model that holds the answer gives it 0.45, or half as strong 0.23.</summary>
    private const double Shown = 0.17;

    private readonly int last = Circuit.StepOf(circuit.Stages.Count - 1);

    /// <summary>
    /// The logit lens, read by probability and by the highest digit. A softmax leaves a trace of everything it looks past, and where nothing
    /// else stands a trace of a millionth is the highest digit.
    /// </summary>
    internal IEnumerable<Recovery> Lens()
    {
        LensResult result = LensAnalysis.Run(run, new LensSpec(last, Programs: 12), work);
        var cells =
            (from found in result.Checkpoints.Single().Groups
             let known = new KnownCircuit(circuit, found.Hops, found.AnswerLine)
             from cell in found.Cells
             select (
                 Place: $"{found.Hops} hops, answer {AnswerLineGroups.NameOf(found.AnswerLine)}, {cell.Role} layer {cell.Layer}",
                 IsBuilt: known.ShowsDigit(cell.Role, cell.Layer),
                 Cell: cell)).ToArray();
        yield return Recovery.Of(
            circuit.Name,
            "analyze lens",
            "layer and token at which the answer's digit stands, by probability",
            cells.Select(one => Recovery.Answer.Of(one.Place, one.IsBuilt, one.Cell.AnswerProbability.Value, Shown, Shown)));
        yield return Recovery.Of(
            circuit.Name,
            "analyze lens",
            "the same, by the highest digit",
            cells.Select(one => Recovery.Answer.Of(one.Place, one.IsBuilt, one.Cell.Answer.Value, no: Luck)));
    }

    internal Recovery TunedLens()
    {
        TunedLensResult result = TunedLensAnalysis.Run(run, new TunedLensSpec(last, FitPrograms: 200, TestPrograms: 100, Steps: 60), work);
        return Recovery.Of(
            circuit.Name,
            "analyze lens --tuned",
            "layer at which the colon holds the answer, in whatever basis",
            from cell in result.Cells
            where cell.Lens == LensKind.Tuned && cell.Answer.Programs >= 5
            let known = new KnownCircuit(circuit, cell.Hops, cell.AnswerLine)
            select Recovery.Answer.Of(
                $"{cell.Hops} hops, answer {cell.AnswerLine}, layer {cell.Layer}", known.ShowsDigit(TokenRole.Colon, cell.Layer), cell.Answer.Value, no: Luck));
    }

    /// <summary>
    /// Linear probes: newlines hold no state, in no layer; a right-hand side holds its line's value from the layer of its depth on, and with
    /// addresses never. A probe guesses where there is nothing, so what it reads is held against what is there, within 15 points.
    /// </summary>
    internal IEnumerable<Recovery> Probes()
    {
        const int fit = 60, test = 40;
        ProbeResult result = ProbeAnalysis.Run(run, new ProbeSpec(last, fit, test, Tolerance: 0.02), work);
        yield return Recovery.Of(
            circuit.Name,
            "analyze probes",
            "layer after which newlines hold bound variables",
            result.States.Select(state => Recovery.Answer.Of(
                $"after layer {state.AfterLayer}", false, state.BoundVariable.Value - state.ShuffledBoundVariable.Value)));
        var variables = run.HeldBackSplits(work.Cancellation).Test.Skip(fit).Take(test)
            .SelectMany(program => Interpreter.Run(program).Lines.Where((_, line) => !program.Lines[line].IsConstant)).ToArray();
        yield return Recovery.Of(
            circuit.Name,
            "analyze probes",
            "layer after which right-hand sides hold values, and how many",
            result.Lines.Where(line => line.Target == LineTarget.Value).Select(line =>
            {
                double held = circuit.Kind == CircuitKind.Addresses ? 0 : variables.Count(state =>
                    state.Depth <= line.AfterLayer && !(circuit.HasShortcut && state.RootLine == 1)) / (double)variables.Length;
                // Guessing the most frequent value where nothing is held.
                double read = (line.OnVariables.Value - line.Majority) / (1 - line.Majority);
                return new Recovery.Answer(
                    FormattableString.Invariant($"after layer {line.AfterLayer}, {held:0.00} held"),
                    held > 0.1,
                    Math.Abs(read - held) <= 0.15 ? held > 0.1 : null,
                    FormattableString.Invariant($"{read:0.00}"));
            }));
    }

    /// <summary>
    /// The digit's subspace: entering layer 2 at the root's token alone; entering layer 3 with values at the next right-hand side alone, with
    /// addresses still at the root's; random ones nowhere. The name's: entering layer 2.
    /// </summary>
    internal Recovery Subspaces()
    {
        SubspaceResult result = SubspaceAnalysis.Run(
            run, new SubspaceSpec(last, [2, 3], FitPrograms: 200, TestPrograms: 20, Pairs: 24, Draws: 4, Tolerance: 1e-3), work);
        bool values = circuit.Kind == CircuitKind.Values;
        SwapArm[] random = [SwapArm.Random, SwapArm.LaterRandom];
        return Recovery.Of(
            circuit.Name,
            "analyze subspaces",
            "layer and tokens at which a subspace holds digit or name",
            from finding in result.Findings
            from swap in finding.Swaps
            let built = (finding.Target, swap.Arm, finding.Layer) switch
            {
                (SubspaceTarget.Digit, SwapArm.RootAlone, _) => finding.Layer == 2 || !values,
                (SubspaceTarget.Digit, SwapArm.LaterAlone, _) => finding.Layer == 3 && values,
                (SubspaceTarget.Name, SwapArm.Selected, 2) => true,
                _ when random.Contains(swap.Arm) => (bool?)false,
                _ => null,
            }
            where built is not null
            select Recovery.Answer.Of($"{finding.Target}, {swap.Arm} layer {finding.Layer}", built.Value, swap.Success.Value, Half, LuckOfFew));
    }

    /// <summary>
    /// Trained subspaces of the digit: with addresses at the root's token before it is fetched, with values at the next right-hand side, entering layer
    /// 3, with three saturated softmaxes between there and the answer.
    /// </summary>
    internal Recovery Alignment()
    {
        bool values = circuit.Kind == CircuitKind.Values;
        AlignmentResult result = AlignmentAnalysis.Run(
            run,
            new AlignmentSpec(last, [values ? 3 : Circuit.LastFetch + 2], [10], TrainPairs: 40, TestPairs: 24, Steps: values ? 20 : 60, Draws: 4),
            work);
        return Recovery.Of(
            circuit.Name,
            "analyze alignment",
            "layer and tokens at which a trained subspace holds the digit",
            result.Fits.Where(fit => fit.Target == SubspaceTarget.Digit).SelectMany(fit => new[]
            {
                // Programs of one hop have their answer before layer 3 with values: of the others the later tokens tell.
                Recovery.Answer.Of(
                    $"trained, layer {fit.Layer}", true, values ? fit.Later!.Trained.Value : fit.Success.Value, Half, LuckOfFew),
                Recovery.Answer.Of($"random, layer {fit.Layer}", false, fit.Random.Value, no: LuckOfFew),
                Recovery.Answer.Of($"trained where nothing was built, layer {fit.Layer}", false, fit.Untrained!.Value.Value, no: LuckOfFew),
                values
                    ? Recovery.Answer.Of($"random, later tokens alone, layer {fit.Layer}", false, fit.Later!.Random.Value, no: LuckOfFew)
                    : Recovery.Answer.Of($"later tokens alone, layer {fit.Layer}", false, fit.Later!.Trained.Value, no: LuckOfFew),
            }));
    }
}
