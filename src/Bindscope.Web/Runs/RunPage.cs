using System.Collections.Immutable;
using System.Text.Json;
using Bindscope.Web.Analyses;

namespace Bindscope.Web.Runs;

/// <summary>What <c>run.json</c> says of a run.</summary>
/// <param name="Summary">In a few numbers.</param>
/// <param name="Spec">Its spec.json.</param>
/// <param name="Environment">Its environment.json; null where there is none.</param>
/// <param name="Checkpoints">By step.</param>
/// <param name="Phases">The result of the phases analysis; null where it was not made.</param>
/// <param name="Analyses">By name.</param>
/// <param name="Report">Whether there is a report, at <c>data/report/NAME/index.html</c>.</param>
internal sealed record RunPage(
    RunSummary Summary,
    JsonElement Spec,
    JsonElement? Environment,
    ImmutableArray<CheckpointEntry> Checkpoints,
    JsonElement? Phases,
    ImmutableArray<AnalysisEntry> Analyses,
    bool Report);
