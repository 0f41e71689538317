using System.Collections.Immutable;
using Bindscope.Runs.Presets;
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

/// <summary>A preset that a visitor may train.</summary>
/// <param name="Name">The known preset.</param>
/// <param name="Lines">Lines of its programs.</param>
/// <param name="MaximumHops">Longest chain of its programs.</param>
/// <param name="Parameters">Numbers of its model.</param>
/// <param name="Steps">Steps of its training.</param>
/// <param name="MinutesFrom">Minutes that its training takes on two free cores.</param>
/// <param name="MinutesTo">Minutes on two cores that other work shares.</param>
/// <param name="Assistance">What helps the training beyond the paper's objective, in words.</param>
internal sealed record PresetOffer(
    string Name, int Lines, int MaximumHops, long Parameters, int Steps, int MinutesFrom, int MinutesTo, ImmutableArray<string> Assistance)
{
    /// <summary>What can be trained while one looks on. The minutes are those of docs/log/training.md: five seeds of quick, seed 42 of small.</summary>
    internal static ImmutableArray<PresetOffer> All { get; } = [Of(Preset.Quick, 2, 4), Of(Preset.Small, 20, 60)];

    private static PresetOffer Of(Preset preset, int from, int to) => new(
        preset.Name, preset.Task.Lines, preset.Task.MaximumHops, preset.Model.ParameterCount, preset.Training.Steps, from, to,
        [.. preset.Assistance()]);
}

/// <summary>A training that is asked for.</summary>
/// <param name="Preset">One of those on offer.</param>
/// <param name="Seed">The training's seed.</param>
internal sealed record TrainRequest(string Preset, ulong Seed);

/// <summary>What was begun or stopped.</summary>
/// <param name="Run">The run's name.</param>
internal sealed record TrainingAnswer(string Run);
