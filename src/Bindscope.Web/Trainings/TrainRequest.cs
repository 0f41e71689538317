namespace Bindscope.Web.Trainings;

/// <summary>A training that is asked for.</summary>
/// <param name="Preset">One of those on offer.</param>
/// <param name="Seed">The training's seed.</param>
internal sealed record TrainRequest(string Preset, ulong Seed);
