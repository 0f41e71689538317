using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Cumulative;

/// <summary>Accuracy of a model of which one block is another checkpoint's.</summary>
/// <param name="Step">The earlier checkpoint.</param>
/// <param name="Block"><c>embedding</c>, <c>layer 1</c> and so on, or <c>unembedding</c> (with the final LayerNorm).</param>
/// <param name="Direction">Which way.</param>
/// <param name="Accuracy">Over all programs.</param>
public sealed record TransplantAccuracy(int Step, string Block, TransplantDirection Direction, Proportion Accuracy);
