using System.Collections.Immutable;
using Bindscope.Model.Weights;

namespace Bindscope.Web.Export;

/// <summary>What <c>weights.json</c> says of the weights beside it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Program">The run's example program.</param>
/// <param name="Source">Its counterfactual.</param>
/// <param name="Checkpoints">By step.</param>
internal sealed record RunWeights(int Format, string Program, string Source, ImmutableArray<CheckpointWeights> Checkpoints)
{
    internal const int CurrentFormat = 1;

    internal const string FileName = "weights.json";
}

/// <summary>A checkpoint's weights in an exported folder.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Precision">Half where rounding changes no prediction, else single.</param>
/// <param name="Logits">What the model answers to the program with the weights as they are written: the ten digits at the colon.</param>
internal sealed record CheckpointWeights(int Step, WeightPrecision Precision, ImmutableArray<float> Logits);
