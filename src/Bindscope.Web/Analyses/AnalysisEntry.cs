using System.Collections.Immutable;
using System.Text.Json;

namespace Bindscope.Web.Analyses;

/// <summary>An analysis in a run's folder.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Kind">Which analysis: the folder's name without checkpoint and variant.</param>
/// <param name="Checkpoint">The checkpoint that it is of; null for those of the whole run.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Question">What it answers.</param>
/// <param name="Command">The shell command that computes the same numbers.</param>
/// <param name="Bytes">Size of result.json; 0 where there is none yet.</param>
/// <param name="Spec">Its spec.json; null where there is none.</param>
/// <param name="Checkpoints">Steps of which it keeps a file of their own, ascending.</param>
internal sealed record AnalysisEntry(
    string Name,
    string Kind,
    int? Checkpoint,
    string Title,
    string Question,
    string Command,
    long Bytes,
    JsonElement? Spec,
    ImmutableArray<int> Checkpoints);
