using System.Collections.Immutable;
using Bindscope.Web.Runs;

namespace Bindscope.Web.Trainings;

/// <summary>What is trained, what can be, and whether the list of runs is another one than before.</summary>
/// <param name="Refusal">Why nothing can be begun on this server; null where it can.</param>
/// <param name="Presets">What can be trained.</param>
/// <param name="Job">What this server works on, or did last; null where it never did.</param>
/// <param name="Training">The runs that are trained now, by whomever.</param>
/// <param name="Listing">A text that changes when a run comes, goes, changes its state or gets an analysis.</param>
internal sealed record TrainingOffer(
    string? Refusal, ImmutableArray<PresetOffer> Presets, DeskJobState? Job, ImmutableArray<RunSummary> Training, string Listing);
