using System.Collections.Immutable;
using Bindscope.Analysis.Abstraction;
using Bindscope.Analysis.Accuracy;
using Bindscope.Analysis.Alignment;
using Bindscope.Analysis.Attribution;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Behaviour.Importance;
using Bindscope.Analysis.Cumulative;
using Bindscope.Analysis.Development;
using Bindscope.Analysis.Generalisation;
using Bindscope.Analysis.Generalisation.HeldOut;
using Bindscope.Analysis.Generalisation.Unseen;
using Bindscope.Analysis.HeadStatistics;
using Bindscope.Analysis.Live;
using Bindscope.Analysis.LogitLens;
using Bindscope.Analysis.LogitLens.Tuned;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Patching.Edges;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Probes;
using Bindscope.Analysis.ProgramSample;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Analysis.Subspaces;
using Bindscope.Analysis.Subspaces.Maps;
using Bindscope.Programs.Tokens;
using Bindscope.Training.Runs;
using PatchMap = Bindscope.Analysis.Patching.Single.PatchMap;

namespace Bindscope.Analysis.Everything;

/// <summary>
/// Which analyses a run gets, and how large they are. Sizes fall with the cost of one forward pass, so that large models take minutes rather
/// than days; intervals tell what that costs in precision. To add an analysis: a line here.
/// </summary>
internal sealed class Plan(Run run, EverythingSpec spec, Work work)
{
    private const int MostPrograms = 100;
    private const int FewestPrograms = 20;

    /// <summary>Figure 5's checkpoints, as shares of the paper's training.</summary>
    private static readonly double[] MapShares = [.. new[] { 1_200, 17_600, PaperNumbers.Stated.Model.Steps }
        .Select(step => (double)step / PaperNumbers.Stated.Model.Steps)];

    private readonly int last = RunCheckpoint.StepOf(run, "last");

    /// <summary>The checkpoint that is analysed where an analysis takes one.</summary>
    internal int Last => last;

    /// <summary>Programs of each group in a sweep.</summary>
    internal int Programs => spec.Programs > 0 ? spec.Programs : Math.Clamp((int)(MostPrograms / Math.Sqrt(Cost())), FewestPrograms, MostPrograms);

    /// <summary>The plan, cheap and basic ones first.</summary>
    internal ImmutableArray<PlannedAnalysis> Analyses()
    {
        var few = new PairSelection(Math.Max(FewestPrograms / 2, Programs / 3));
        var some = new PairSelection(Programs);
        var behaviour = new BehaviourSpec(Programs: BehaviourPrograms());
        var tuned = new TunedLensSpec(last, FitPrograms: 1500, TestPrograms: 800);
        var importance = new ImportanceSpec(behaviour.Programs);
        AlignmentSpec alignment = Alignment();
        var forms = new GeneralisationSpec(last, Programs);
        var subspaces = new SubspaceSpec(last, Pairs: Programs);
        int components = subspaces.ComponentsOf(run.Preset.Model.Width);
        subspaces = subspaces with
        {
            DigitRank = Math.Min(subspaces.DigitRank, components),
            NameRank = Math.Min(subspaces.NameRank, components),
        };
        int controls = Math.Max(10, Programs / 5);
        int layer = (run.Preset.Model.Layers + 1) / 2;

        // The right-hand sides, as in the paper, and where this model keeps its values, if that is another token.
        int[] offsets = [.. new[] { 0, StorageOffset.Find(run, last, layer, work) }.Distinct()];
        return
        [
            .. File.Exists(run.MetricsPath) ? new[] { PhasesPlan() } : [],
            Of("eval", Evaluation().FolderName(), Evaluation(), EvaluationReport.CurrentFormat, EvaluationAnalysis.Run),
            Of("patch map", new ExampleMapSpec(last).FolderName(), new ExampleMapSpec(last), PatchMap.CurrentFormat, ExampleMap.Run),
            Of("analyze behaviour", new BehaviourSpec().FolderName(), behaviour, BehaviourResult.CurrentFormat, BehaviourAnalysis.Run, last),
            Of("analyze lens", new LensSpec().FolderName(), new LensSpec(null, Programs), LensResult.CurrentFormat, LensAnalysis.Run, last),
            Of("analyze programs", ProgramsSpec.FolderName, new ProgramsSpec(), ProgramsResult.CurrentFormat, ProgramsAnalysis.Run, last),
            Of("analyze example", ExampleSpec.FolderName, new ExampleSpec(), ExampleResult.CurrentFormat, ExampleAnalysis.Run, last),
            Of("analyze lens --tuned", tuned.FolderName(), tuned, TunedLensResult.CurrentFormat, TunedLensAnalysis.Run),
            .. from target in Enum.GetValues<PatchTarget>()
               from tokens in Enum.GetValues<TokenChoice>()
               where tokens == TokenChoice.Chain || target == PatchTarget.Residual
               let patch = new PatchSpec(last, target, some, controls, tokens)
               select Of($"patch {target.ToString().ToLowerInvariant()}{(tokens == TokenChoice.Spans ? " --tokens spans" : "")}",
                   patch.FolderName(), patch, PatchResult.CurrentFormat, PatchAnalysis.Run),
            Of("heads", new HeadSpec(last, some).FolderName(), new HeadSpec(last, some), HeadResult.CurrentFormat, HeadAnalysis.Run),
            Of("patch attention", new EdgeSpec(last, few).FolderName(), new EdgeSpec(last, few), EdgeResult.CurrentFormat, EdgeAnalysis.Run),
            Of("patch attribution", Attribution(few).FolderName(), Attribution(few), AttributionResult.CurrentFormat, AttributionAnalysis.Run),
            Of("development", DevelopmentSpec.FolderName, new DevelopmentSpec(few), DevelopmentResult.CurrentFormat, DevelopmentAnalysis.Run, last),
            Of("analyze generalisation", forms.FolderName(), forms, GeneralisationResult.CurrentFormat, GeneralisationAnalysis.Run),
            Of("analyze abstraction", AbstractionSpec.FolderName, Abstraction(few), AbstractionResult.CurrentFormat, AbstractionAnalysis.Run, last),
            Of("analyze importance", ImportanceSpec.FolderName, importance, ImportanceResult.CurrentFormat, ImportanceAnalysis.Run),
            .. run.Preset.Data.HeldOutCombinations > 0 ? new[] { HeldOutPlan(behaviour.Programs) } : [],
            .. run.Preset.Data.Unseen.IsEmpty() ? [] : new[] { UnseenPlan(behaviour.Programs) },
            Of("analyze cumulative", CumulativeSpec.FolderName, Cumulative(), CumulativeResult.CurrentFormat, CumulativeAnalysis.Run, last),
            .. from offset in offsets
               let there = subspaces with { Offset = offset }
               select Of($"analyze subspaces{After(offset)}", there.FolderName(), there, SubspaceResult.CurrentFormat, SubspaceAnalysis.Run),
            .. from target in Enum.GetValues<SubspaceTarget>()
               from offset in offsets
               let map = new MapSpec(MapSteps(), layer, target, Offset: offset)
               select Of($"analyze subspace-map --layer {layer} --target {target.ToString().ToLowerInvariant()}{After(offset)}",
                   map.FolderName(), map, SubspaceMap.CurrentFormat, MapAnalysis.Run),
            Of("analyze alignment", alignment.FolderName(), alignment, AlignmentResult.CurrentFormat, AlignmentAnalysis.Run),
            Of("analyze probes", new ProbeSpec(last).FolderName(), new ProbeSpec(last), ProbeResult.CurrentFormat, ProbeAnalysis.Run),
        ];
    }

    private PlannedAnalysis Of<TSpec, TResult>(
        string name, string folder, TSpec question, int format, Func<Run, TSpec, Work, TResult> analyse, int? newest = null) =>
        PlannedAnalysis.Of(run, name, folder, question, format, newest, analyse);

    private PlannedAnalysis PhasesPlan() => Of(
        "phases",
        "phases",
        new PhasesSpec(Digits: run.Preset.Task.DigitCount),
        PhasesResult.CurrentFormat,
        (one, spec, _) => PhasesAnalysis.Run(PhaseMetrics.Of(one), spec),
        last);

    private EvaluationSpec Evaluation() => new(last, HeldBackSplit.Test);

    private AttributionSpec Attribution(PairSelection selection) => new(last, PatchTarget.Heads, selection);

    private static string After(int offset) => offset == 0 ? "" : FormattableString.Invariant($" --offset {offset}");

    private PlannedAnalysis HeldOutPlan(int programs) => Of(
        "analyze held-out",
        HeldOutSpec.FolderName,
        new HeldOutSpec(programs),
        HeldOutResult.CurrentFormat,
        HeldOutAnalysis.Run);

    private PlannedAnalysis UnseenPlan(int programs) => Of(
        "analyze unseen-roles",
        new UnseenSpec().FolderName(),
        new UnseenSpec(Programs: programs),
        UnseenResult.CurrentFormat,
        UnseenAnalysis.Run,
        last);

    /// <summary>Two ranks, as many as there are digits and half of it; what enters layer 1 are embeddings.</summary>
    private AlignmentSpec Alignment()
    {
        (int layers, int width, int digits) = (run.Preset.Model.Layers, run.Preset.Model.Width, run.Preset.Task.DigitCount);
        return new AlignmentSpec(
            last,
            layers > 1 ? [.. Enumerable.Range(2, layers - 1)] : [1],
            [.. new[] { digits / 2, digits }.Select(rank => Math.Clamp(rank, 1, width))],
            TrainPairs: 200,
            TestPairs: Math.Max(50, Programs),
            Steps: 150);
    }

    private CumulativeSpec Cumulative() => new(Math.Max(FewestPrograms, Programs / 2), Math.Max(150, 3 * Programs));

    /// <summary>Answers on line 1 are left to the heuristic.</summary>
    private static AbstractionSpec Abstraction(PairSelection selection) =>
        new(selection with { AnswerLines = [AnswerLineGroup.Second, AnswerLineGroup.Later] });

    /// <summary>The cost of a forward pass as a multiple of the quick preset's: layers x tokens x width.</summary>
    private double Cost() =>
        run.Preset.Model.Layers * Positions.PromptLength(run.Preset.Task.Lines) * run.Preset.Model.Width / (3.0 * 27 * 64);

    private int BehaviourPrograms() => Math.Clamp((int)(4000 / Math.Sqrt(Cost())), 1000, 4000);

    /// <summary>The checkpoints nearest to those that the paper's figure 5 shows, as shares of the training.</summary>
    private ImmutableArray<int> MapSteps()
    {
        IReadOnlyList<int> steps = run.Checkpoints.Steps();
        return [.. MapShares.Select(share => steps.MinBy(one => Math.Abs(one - (last * share)))).Distinct()];
    }
}

/// <summary>An analysis with its question: whether it is answered already, and how it is answered.</summary>
/// <param name="Name">The command.</param>
/// <param name="Folder">Its folder under <c>analyses/</c>.</param>
/// <param name="IsFresh">Whether the answer is there, for this question and the newest checkpoint.</param>
/// <param name="IsThere">Whether an answer is there, with whatever settings, that this build can read and that covers the newest checkpoint.</param>
/// <param name="Answer">Computes and writes it.</param>
internal sealed record PlannedAnalysis(string Name, string Folder, Func<bool> IsFresh, Func<bool> IsThere, Action<Work> Answer)
{
    /// <summary>A plan from the parts that every analysis has.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">The command.</param>
    /// <param name="folder">Its folder under <c>analyses/</c>.</param>
    /// <param name="spec">The question.</param>
    /// <param name="format">The version of the answer's record.</param>
    /// <param name="newest">The newest checkpoint where the analysis goes over all of them; null where its question names one.</param>
    /// <param name="analyse">Computes the answer.</param>
    internal static PlannedAnalysis Of<TSpec, TResult>(
        Run run, string name, string folder, TSpec spec, int format, int? newest, Func<Run, TSpec, Work, TResult> analyse)
    {
        var there = new AnalysisFolder(run, folder);
        return new PlannedAnalysis(
            name,
            folder,
            () => there.Answers(spec, format, newest),
            () => there.IsCurrent(format, newest),
            work => there.Write(spec, analyse(run, spec, work)));
    }
}
