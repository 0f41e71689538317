using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Generalisation.HeldOut;

/// <summary>Accuracy at a checkpoint.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Place">Where the programs have a held-out line.</param>
/// <param name="Accuracy">Share answered rightly.</param>
public sealed record HeldOutAccuracy(int Step, HeldOutPlace Place, Proportion Accuracy);
