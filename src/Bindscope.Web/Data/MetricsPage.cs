using System.Collections.Immutable;
using System.Text.Json;
using Bindscope.Programs.Generation;
using Bindscope.Runs;

namespace Bindscope.Web.Data;

/// <summary>What <c>metrics.json</c> says of a run: all that it measured while it trained.</summary>
/// <param name="Floors">The least that its task's tokens can cost; null in older runs and in trainings on answers alone.</param>
/// <param name="Metrics">The lines of its metrics.jsonl.</param>
/// <param name="Timing">The lines of its timing.jsonl.</param>
internal sealed record MetricsPage(
    KnowledgeFloors? Floors,
    [property: Holds(typeof(Evaluation))] ImmutableArray<JsonElement> Metrics,
    [property: Holds(typeof(TimingLine))] ImmutableArray<JsonElement> Timing);
