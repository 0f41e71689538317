using System.Globalization;
using Bindscope.Analysis.Abstraction;
using Bindscope.Analysis.Accuracy;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Development;
using Bindscope.Analysis.Generalisation;
using Bindscope.Analysis.Generalisation.HeldOut;
using Bindscope.Analysis.Generalisation.Unseen;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Patching.Single;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Probes;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Seeds;
using Bindscope.Analysis.Subspaces;
using Bindscope.Analysis.Subspaces.Maps;
using Bindscope.Errors;
using Bindscope.Training.Presets;
using Bindscope.Training.Runs;

namespace Bindscope.Report.Evidence;

/// <summary>All that a run's folder says. Reads stored answers alone: nothing here runs a model.</summary>
internal sealed class RunEvidence
{
    private readonly string argument;
    private readonly List<string> problems = [];

    internal RunEvidence(Run run)
    {
        Run = run;
        argument = ShellWord.Of(run.Name);
        Metrics = PhaseMetrics.Of(run);
        if (MetricsCheck.Disagreement(run, Metrics) is { } disagreement)
        {
            problems.Add(disagreement);
        }

        Phases = PhasesAnalysis.Run(Metrics, new PhasesSpec(Digits: run.Preset.Task.DigitCount));
        Environment = EnvironmentOf(run);
        Evaluation = Newest<EvaluationReport>("evaluation", "", $"eval --run {argument}");
        Residual = Newest<PatchResult>("patch-residual", "", $"patch residual --run {argument}");
        Spans = Newest<PatchResult>("patch-residual", "-spans", $"patch residual --tokens spans --run {argument}");
        Heads = Newest<PatchResult>("patch-heads", "", $"patch heads --run {argument}");
        Map = Newest<PatchMap>("patch-map", "", $"patch map --run {argument}");
        Development = Named<DevelopmentResult>("development", $"development --run {argument}");
        Subspaces = Newest<SubspaceResult>("subspaces", "", $"analyze subspaces --run {argument}");
        DigitMap = AnyMap(SubspaceTarget.Digit);
        NameMap = AnyMap(SubspaceTarget.Name);
        Generalisation = Newest<GeneralisationResult>("generalisation", "", $"analyze generalisation --run {argument}");
        Probes = Newest<ProbeResult>("probes", "", $"analyze probes --run {argument}");
        Seeds = Named<SeedsResult>(SeedsSpec.FolderName, $"analyze seeds --runs {argument},...");
        HeldOut = Named<HeldOutComparison>(
            HeldOutComparison.FolderName, $"analyze held-out --run {argument} --beside {run.Preset.Name}-held-out");
        Unseen = Named<UnseenResult>(new UnseenSpec().FolderName(), $"analyze unseen-roles --run {argument}");
        Abstraction = Named<AbstractionResult>("abstraction", $"analyze abstraction --run {argument}");
        Behaviour = Named<BehaviourResult>("behaviour", $"analyze behaviour --run {argument}");
    }

    internal Run Run { get; }

    /// <summary>The run as one word of a command line.</summary>
    internal string Argument => argument;

    /// <summary>What in the folder is damaged or contradicts itself, as sentences without their full stop.</summary>
    internal IReadOnlyList<string> Problems => problems;

    internal Preset Preset => Run.Preset;

    internal RunMetrics Metrics { get; private set; }

    internal Training.Runs.Evaluation Last => Metrics.Evaluations[^1];

    internal PhasesResult Phases { get; private set; }

    internal RunEnvironments? Environment { get; }

    internal Source<EvaluationReport> Evaluation { get; private set; }

    internal Source<PatchResult> Residual { get; }

    internal Source<PatchResult> Spans { get; }

    internal Source<PatchResult> Heads { get; }

    internal Source<PatchMap> Map { get; }

    internal Source<DevelopmentResult> Development { get; }

    internal Source<SubspaceResult> Subspaces { get; }

    internal Source<SubspaceMap> DigitMap { get; }

    internal Source<SubspaceMap> NameMap { get; }

    internal Source<GeneralisationResult> Generalisation { get; }

    internal Source<ProbeResult> Probes { get; }

    internal Source<SeedsResult> Seeds { get; }

    internal Source<HeldOutComparison> HeldOut { get; }

    internal Source<UnseenResult> Unseen { get; }

    internal Source<AbstractionResult> Abstraction { get; }

    internal Source<BehaviourResult> Behaviour { get; }

    /// <summary>The same run as if its training had left these evaluations, and nothing of the whole test split.</summary>
    internal RunEvidence With(RunMetrics metrics)
    {
        var other = (RunEvidence)MemberwiseClone();
        other.Metrics = metrics;
        other.Phases = PhasesAnalysis.Run(metrics, new PhasesSpec(Digits: Run.Preset.Task.DigitCount));
        other.Evaluation = Evaluation with { Result = null };
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

    /// <summary>The analysis of the newest checkpoint that has one: <c>STEM-STEP</c> with an ending.</summary>
    private Source<T> Newest<T>(string stem, string ending, string command)
        where T : class
    {
        string? folder = Folders(stem + "-*")
            .Where(name => name.EndsWith(ending, StringComparison.Ordinal))
            .Where(name => name.Length > stem.Length + 1 + ending.Length
                && int.TryParse(name[(stem.Length + 1)..^ending.Length], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Order(StringComparer.Ordinal)
            .LastOrDefault();
        return folder is null ? new Source<T>("", null, "./bindscope " + command, null) : Named<T>(folder, command);
    }

    private Source<SubspaceMap> AnyMap(SubspaceTarget target)
    {
        string kind = target.ToString().ToLowerInvariant();
        string command = $"analyze subspace-map --run {argument} --layer LAYER --target {kind}";
        string? folder = Folders($"subspace-map-*-{kind}").Order(StringComparer.Ordinal).FirstOrDefault();
        return folder is null ? new Source<SubspaceMap>("", null, "./bindscope " + command, null) : Named<SubspaceMap>(folder, command);
    }

    private Source<T> Named<T>(string name, string command)
        where T : class
    {
        var folder = new AnalysisFolder(Run, name);
        if (!folder.HasResult)
        {
            return new Source<T>("", null, "./bindscope " + command, null);
        }

        try
        {
            return new Source<T>(name, folder.Read<T>(), "./bindscope " + command, null);
        }
        catch (UserException unreadable)
        {
            string problem = unreadable.Message.Replace(folder.ResultPath, $"analyses/{name}/result.json", StringComparison.Ordinal);
            problems.Add(problem);
            return new Source<T>("", null, "./bindscope " + command, problem);
        }
    }

    private IEnumerable<string> Folders(string pattern)
    {
        string all = Path.Combine(Run.Directory, "analyses");
        return Directory.Exists(all) ? Directory.EnumerateDirectories(all, pattern).Select(path => Path.GetFileName(path)) : [];
    }
}
