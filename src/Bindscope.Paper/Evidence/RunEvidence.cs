using System.Globalization;
using Bindscope.Analysis;
using Bindscope.Analysis.Abstraction;
using Bindscope.Analysis.Accuracy;
using Bindscope.Analysis.Alignment;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Cumulative;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Development;
using Bindscope.Analysis.Generalisation;
using Bindscope.Analysis.Generalisation.HeldOut;
using Bindscope.Analysis.Generalisation.Unseen;
using Bindscope.Analysis.Live;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Patching.Single;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Probes;
using Bindscope.Analysis.Seeds;
using Bindscope.Analysis.Subspaces;
using Bindscope.Analysis.Subspaces.Maps;
using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Runs.Presets;

namespace Bindscope.Paper.Evidence;

/// <summary>All that a run's folder says. Reads stored answers alone: nothing here runs a model.</summary>
internal sealed class RunEvidence
{
    private readonly string argument;
    private readonly List<string> problems = [];

    /// <summary>Reads a run's folder.</summary>
    /// <param name="run">The run.</param>
    /// <param name="program">What a user writes to start this program.</param>
    internal RunEvidence(Run run, string program)
    {
        (Run, Program) = (run, program);
        argument = ShellWord.Of(run.Results == run.Directory ? run.Name : run.Results);
        Metrics = PhaseMetrics.Of(run);
        if (MetricsCheck.Disagreement(run, Metrics) is { } disagreement)
        {
            problems.Add(disagreement);
        }

        Phases = PhasesAnalysis.Run(Metrics, PhasesAnalysis.Of(run));
        Environment = EnvironmentOf(run);
        Evaluation = Newest<EvaluationReport>(EvaluationAnalysis.Info);
        Residual = Newest<PatchResult>(PatchResidual.Info);
        Spans = Newest<PatchResult>(PatchResidual.Info, "-spans", "--tokens spans");
        Heads = Newest<PatchResult>(PatchHeads.Info);
        Map = Newest<PatchMap>(ExampleMap.Info);
        Development = Named<DevelopmentResult>(DevelopmentAnalysis.Info);
        Cumulative = Named<CumulativeResult>(CumulativeAnalysis.Info);
        Subspaces = Newest<SubspaceResult>(SubspaceAnalysis.Info);
        Alignment = Newest<AlignmentResult>(AlignmentAnalysis.Info);
        DigitMap = AnyMap(SubspaceTarget.Digit);
        NameMap = AnyMap(SubspaceTarget.Name);
        Generalisation = Newest<GeneralisationResult>(GeneralisationAnalysis.Info);
        Probes = Newest<ProbeResult>(ProbeAnalysis.Info);
        Seeds = Named<SeedsResult>(SeedsAnalysis.Info, SeedsAnalysis.Info.Name, $"{SeedsAnalysis.Info.Command} --runs {argument},...");
        HeldOut = Named<HeldOutComparison>(HeldOutBeside.Info, $"--without {run.Preset.Name}-held-out");
        Unseen = Named<UnseenResult>(UnseenAnalysis.Info);
        Abstraction = Named<AbstractionResult>(AbstractionAnalysis.Info);
        Behaviour = Named<BehaviourResult>(BehaviourAnalysis.Info);
    }

    internal Run Run { get; }

    /// <summary>What a user writes to start this program.</summary>
    internal string Program { get; }

    /// <summary>The run as one word of a command line.</summary>
    internal string Argument => argument;

    /// <summary>What in the folder is damaged or contradicts itself, as sentences without their full stop.</summary>
    internal IReadOnlyList<string> Problems => problems;

    internal Preset Preset => Run.Preset;

    internal RunMetrics Metrics { get; private set; }

    internal Runs.Evaluation Last => Metrics.Evaluations[^1];

    internal PhasesResult Phases { get; private set; }

    /// <summary>Of a null model the level that it has over the steps of the run's own heuristic phase; null of the run itself.</summary>
    internal Phase? Level { get; private set; }

    internal RunEnvironments? Environment { get; }

    internal Source<EvaluationReport> Evaluation { get; private set; }

    internal Source<PatchResult> Residual { get; }

    internal Source<PatchResult> Spans { get; }

    internal Source<PatchResult> Heads { get; }

    internal Source<PatchMap> Map { get; }

    internal Source<DevelopmentResult> Development { get; }

    internal Source<CumulativeResult> Cumulative { get; }

    internal Source<SubspaceResult> Subspaces { get; }

    internal Source<AlignmentResult> Alignment { get; }

    internal Source<SubspaceMap> DigitMap { get; }

    internal Source<SubspaceMap> NameMap { get; }

    internal Source<GeneralisationResult> Generalisation { get; }

    internal Source<ProbeResult> Probes { get; }

    internal Source<SeedsResult> Seeds { get; }

    internal Source<HeldOutComparison> HeldOut { get; }

    /// <summary>Trains the run that <see cref="HeldOut"/> stands beside, and compares the two.</summary>
    internal string HeldOutCommand =>
        $"{Program} train --preset {Preset.Name} --set data.heldOutCombinations=0.1 --run {Preset.Name}-held-out && {HeldOut.Command}";

    internal Source<UnseenResult> Unseen { get; }

    internal Source<AbstractionResult> Abstraction { get; }

    internal Source<BehaviourResult> Behaviour { get; }

    /// <summary>The same run as if its training had left these evaluations, of a model that stays as it is, and nothing of the whole test split.</summary>
    internal RunEvidence With(RunMetrics metrics)
    {
        var other = (RunEvidence)MemberwiseClone();
        other.Metrics = metrics;
        other.Phases = PhasesAnalysis.Run(metrics, PhasesAnalysis.Of(Run));
        Runs.Evaluation[] plateau =
        [
            .. metrics.Evaluations.Where(one => PhaseOf(PhaseKind.Heuristic) is { } phase && one.Step >= phase.FirstStep && one.Step <= phase.LastStep),
        ];
        other.Level = PhasesAnalysis.Level(plateau.Length > 0 ? metrics with { Evaluations = [.. plateau] } : metrics, PhasesAnalysis.Of(Run));
        other.Evaluation = Evaluation with { Shown = null };
        return other;
    }

    /// <summary>The phase of a kind, or null.</summary>
    internal Phase? PhaseOf(PhaseKind kind) => Phases.Phases.FirstOrDefault(phase => phase.Kind == kind);

    private static RunEnvironments? EnvironmentOf(Run run)
    {
        try
        {
            return RunEnvironments.Of(run.Directory);
        }
        catch (UserException)
        {
            // Written by another version; a report does without.
            return null;
        }
    }

    /// <summary>
    /// The analysis of the newest checkpoint that has one: <c>STEM-STEP</c> with an ending. Of a finished run it has to be the last checkpoint: what
    /// an earlier one did says nothing about the finished model.
    /// </summary>
    private Source<T> Newest<T>(AnalysisInfo info, string ending = "", string options = "")
        where T : class
    {
        (string stem, string command) = (info.Name, CommandOf(info, options));
        (string Folder, int Step)[] found =
        [
            .. from folder in Folders(stem + "-", ending)
               let step = int.TryParse(folder[(stem.Length + 1)..^ending.Length], NumberStyles.None, CultureInfo.InvariantCulture, out int one) ? one : -1
               where step >= 0 && HasAnswer(folder)
               select (folder, step),
        ];
        if (found.Length == 0)
        {
            return new Source<T>("", null, $"{Program} {command}");
        }

        (string newest, int newestStep) = found.MaxBy(one => one.Step);
        int last = Run.Preset.Training.Steps;
        Source<T> source = Named<T>(info, newest, command);
        return !Run.IsFinished || newestStep == last || source.Result is null
            ? source
            : source with
            {
                Missing = $"Its newest answer is of step {Numbers.Whole(newestStep)}, and the run's last checkpoint of step {Numbers.Whole(last)}.",
            };
    }

    private bool HasAnswer(string folder) => new AnalysisFolder(Run, folder).HasResult;

    private Source<SubspaceMap> AnyMap(SubspaceTarget target)
    {
        string kind = target.ToString().ToLowerInvariant();
        string command = CommandOf(MapAnalysis.Info, $"--layer LAYER --target {kind}");
        string? folder = Folders($"{MapAnalysis.Info.Name}-", $"-{kind}").FirstOrDefault(HasAnswer);
        return folder is null ? new Source<SubspaceMap>("", null, $"{Program} {command}") : Named<SubspaceMap>(MapAnalysis.Info, folder, command);
    }

    private string CommandOf(AnalysisInfo info, string options) => $"{info.Command} --run {argument}{(options.Length == 0 ? "" : $" {options}")}";

    private Source<T> Named<T>(AnalysisInfo info, string options = "")
        where T : class => Named<T>(info, info.Name, CommandOf(info, options));

    /// <summary>An answer that is there. One that is not to the question itself is shown and not judged: what was asked of some hops, of another split
    /// or of programs that are not solved speaks of these, and not of what a claim is about.</summary>
    private Source<T> Named<T>(AnalysisInfo info, string name, string command)
        where T : class
    {
        var source = new Source<T>("", null, $"{Program} {command}");
        var folder = new AnalysisFolder(Run, name);
        if (!folder.HasResult)
        {
            return source;
        }

        try
        {
            string choices = folder.Question() is { } asked ? Catalogue.Named(info.Name).Choices(Run, asked) : "";
            return source with
            {
                Name = name,
                Shown = folder.Read<T>(),
                Missing = choices.Length == 0
                    ? "" : $"The stored answer is one to a narrower or other question ({choices}), which the claim does not ask.",
            };
        }
        catch (UserException unreadable)
        {
            string problem = unreadable.Message.Replace(folder.ResultPath, $"analyses/{name}/result.json", StringComparison.Ordinal);
            problems.Add(problem);
            return source with { Missing = $"The stored analysis cannot be read: {problem}" };
        }
    }

    private IEnumerable<string> Folders(string beginning, string ending) => AnalysisFolder.Names(Run).Where(name =>
        name.Length > beginning.Length + ending.Length
        && name.StartsWith(beginning, StringComparison.Ordinal) && name.EndsWith(ending, StringComparison.Ordinal));
}

/// <summary>An analysis that a report needs: its answer where there is one, and the command that computes it.</summary>
/// <param name="Name">The analysis's folder; empty where there is none.</param>
/// <param name="Shown">Its answer; null where there is none that can be read.</param>
/// <param name="Command">Computes it.</param>
/// <param name="Missing">Why no claim is judged by it, as a sentence; empty where claims are.</param>
/// <typeparam name="T">The answer's type.</typeparam>
internal sealed record Source<T>(string Name, T? Shown, string Command, string Missing = "This analysis has not been run.")
    where T : class
{
    /// <summary>The answer, where claims are judged by it; else null.</summary>
    internal T? Result => Missing.Length == 0 ? Shown : null;

    /// <summary>A figure's caption, with what keeps the answer that it shows from being judged.</summary>
    internal string Caption(string caption) => $"{caption} {Missing}".TrimEnd();
}
