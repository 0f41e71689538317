using System.Collections.Immutable;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Behaviour.Importance;

/// <summary>Feature importance over training: plain data, as <c>analyses/importance/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="FitPrograms">Programs that are learned from.</param>
/// <param name="TestPrograms">Others, on which everything is measured.</param>
/// <param name="Checkpoints">By step.</param>
public sealed record ImportanceResult(
    int Format, int FitPrograms, int TestPrograms, ImmutableArray<CheckpointImportance> Checkpoints)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>What the programs' features tell of one checkpoint's successes.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Accuracy">The model's, on all programs.</param>
/// <param name="Predicted">
/// Held-out programs of which the regression says rightly whether the model is right; null where the model is right, or wrong, too rarely
/// to learn from.
/// </param>
/// <param name="Guessed">The same for always saying what is more frequent.</param>
/// <param name="Area">Area under the regression's held-out ROC curve: 0.5 where the features tell nothing, 1 where they tell all.</param>
/// <param name="Loss">Its held-out cross-entropy, nats a program.</param>
/// <param name="NullLoss">The same of always giving the learned share.</param>
/// <param name="Converged">Whether the fit is within its tolerance.</param>
/// <param name="Features">Most important first; empty where there is no fit.</param>
public sealed record CheckpointImportance(
    int Step,
    Proportion Accuracy,
    Proportion? Predicted,
    Proportion? Guessed,
    double Area,
    double Loss,
    double NullLoss,
    bool Converged,
    ImmutableArray<FeatureImportance> Features);

/// <summary>How much a feature tells of whether the model is right.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="LossIncrease">
/// Growth of the regression's held-out cross-entropy when the feature is shuffled among programs, nats a program, mean and interval over
/// programs.
/// </param>
/// <param name="AreaDecrease">Fall of the area under its ROC curve.</param>
public sealed record FeatureImportance(ProgramFeature Feature, Estimate LossIncrease, double AreaDecrease);
