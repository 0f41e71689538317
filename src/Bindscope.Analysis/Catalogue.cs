using System.Collections.Immutable;
using Bindscope.Analysis.Abstraction;
using Bindscope.Analysis.Accuracy;
using Bindscope.Analysis.Alignment;
using Bindscope.Analysis.AttentionCauses;
using Bindscope.Analysis.Attribution;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Behaviour.Comparison;
using Bindscope.Analysis.Behaviour.Importance;
using Bindscope.Analysis.Circuits;
using Bindscope.Analysis.Circuits.Beside;
using Bindscope.Analysis.Circuits.Growth;
using Bindscope.Analysis.Cumulative;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Development;
using Bindscope.Analysis.Everything;
using Bindscope.Analysis.Generalisation;
using Bindscope.Analysis.Generalisation.HeldOut;
using Bindscope.Analysis.Generalisation.Unseen;
using Bindscope.Analysis.HeadStatistics;
using Bindscope.Analysis.LearningTime;
using Bindscope.Analysis.Live;
using Bindscope.Analysis.LogitLens;
using Bindscope.Analysis.LogitLens.Tuned;
using Bindscope.Analysis.LossByRole;
using Bindscope.Analysis.Mechanisms;
using Bindscope.Analysis.Mechanisms.Growth;
using Bindscope.Analysis.Mechanisms.Lookback;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Patching.Edges;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Probes;
using Bindscope.Analysis.ProgramSample;
using Bindscope.Analysis.Seeds;
using Bindscope.Analysis.Subspaces;
using Bindscope.Analysis.Subspaces.Maps;

namespace Bindscope.Analysis;

/// <summary>Every analysis, in the order in which <c>analyze all</c> does them: cheap and basic ones first.</summary>
public static class Catalogue
{
    /// <summary>The analyses. To add one: a folder with its description (<see cref="IAnalysis{TSpec, TResult}"/>), and a line here.</summary>
    public static ImmutableArray<CatalogueEntry> All { get; } =
    [
        Of<PhasesAnalysis, PhasesSpec, PhasesResult>(),
        Of<EvaluationAnalysis, EvaluationSpec, EvaluationReport>(),
        Of<ExampleMap, ExampleMapSpec, Patching.Single.PatchMap>(),
        Of<BehaviourAnalysis, BehaviourSpec, BehaviourResult>(),
        Of<LossByRoleAnalysis, LossByRoleSpec, LossByRoleResult>(),
        Of<LensAnalysis, LensSpec, LensResult>(),
        Of<ProgramsAnalysis, ProgramsSpec, ProgramsResult>(),
        Of<ExampleAnalysis, ExampleSpec, ExampleResult>(),
        Of<TunedLensAnalysis, TunedLensSpec, TunedLensResult>(),
        Of<PatchResidual, PatchSpec, PatchResult>(),
        Of<PatchHeads, PatchSpec, PatchResult>(),
        Of<PatchMlp, PatchSpec, PatchResult>(),
        Of<HeadAnalysis, HeadSpec, HeadResult>(),
        Of<AttentionCausesAnalysis, AttentionCausesSpec, AttentionCausesResult>(),
        Of<EdgeAnalysis, EdgeSpec, EdgeResult>(),
        Of<AttributionAnalysis, AttributionSpec, AttributionResult>(),
        Of<CircuitAnalysis, CircuitSpec, CircuitResult>(),
        Of<DevelopmentAnalysis, DevelopmentSpec, DevelopmentResult>(),
        Of<GrowthAnalysis, GrowthSpec, GrowthResult>(),
        Of<GeneralisationAnalysis, GeneralisationSpec, GeneralisationResult>(),
        Of<AbstractionAnalysis, AbstractionSpec, AbstractionResult>(),
        Of<MechanismAnalysis, MechanismSpec, MechanismResult>(),
        Of<LookbackAnalysis, LookbackSpec, LookbackResult>(),
        Of<MechanismGrowthAnalysis, MechanismGrowthSpec, MechanismGrowthResult>(),
        Of<ImportanceAnalysis, ImportanceSpec, ImportanceResult>(),
        Of<HeldOutAnalysis, HeldOutSpec, HeldOutResult>(),
        Of<HeldOutBeside, HeldOutBesideSpec, HeldOutComparison>(),
        Of<UnseenAnalysis, UnseenSpec, UnseenResult>(),
        Of<CumulativeAnalysis, CumulativeSpec, CumulativeResult>(),
        Of<SubspaceAnalysis, SubspaceSpec, SubspaceResult>(),
        Of<MapAnalysis, MapSpec, SubspaceMap>(),
        Of<AlignmentAnalysis, AlignmentSpec, AlignmentResult>(),
        Of<ProbeAnalysis, ProbeSpec, ProbeResult>(),
        Of<ComparisonAnalysis, ComparisonSpec, ComparisonResult>(),
        Of<BesideAnalysis, BesideSpec, BesideResult>(),
        Of<SeedsAnalysis, SeedsSpec, SeedsResult>(),
        Of<LearningTimeAnalysis, LearningTimeSpec, LearningTimeResult>(),
        Of<EverythingAnalysis, EverythingSpec, EverythingResult>(),
    ];

    /// <summary>The analysis of a name.</summary>
    /// <param name="name">The name, which is known.</param>
    public static CatalogueEntry Named(string name) => All.Single(entry => entry.Info.Name == name);

    /// <summary>The analysis that a folder belongs to: the one with the longest name that the folder's begins with.</summary>
    /// <param name="folder">A folder under <c>analyses/</c>.</param>
    /// <returns>Null for a folder of no analysis that is known.</returns>
    public static CatalogueEntry? Of(string folder) =>
        All.Where(entry => folder == entry.Info.Name || folder.StartsWith(entry.Info.Name + "-", StringComparison.Ordinal))
            .MaxBy(entry => entry.Info.Name.Length);

    /// <summary>An analysis with its types.</summary>
    private static CatalogueEntry<TAnalysis, TSpec, TResult> Of<TAnalysis, TSpec, TResult>()
        where TAnalysis : IAnalysis<TSpec, TResult>
        where TSpec : class
        where TResult : class => new();
}
