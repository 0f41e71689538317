using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Tokens;
using Bindscope.Runs.Presets;

namespace Bindscope.Tests.Training;

/// <summary>Trainings of a second: two layers of width 16 on four lines, with everything on that a preset can have.</summary>
internal static class TinyPresets
{
    internal static Preset Fresh { get; } = new(
        "quick",
        new GeneratorSpec(Lines: 4, MaximumHops: 2),
        new DataSpec(Train: 0, Validation: 50, Test: 100),
        Model(0),
        new TrainingSpec(
            Steps: 60,
            Batch: 8,
            new Objective(LossScope.Answer, Queries: 3, AnswerAtQueryVariable: 1, ValueAtRightHandSide: 0.5),
            new OptimizerSpec(Beta1: 0.9, Beta2: 0.98, WeightDecay: 0.01, ClipNorm: 1),
            new LearningRateSpec(Peak: 3e-3, WarmupSteps: 10, DecayFrom: 0.5),
            DataSource.Fresh,
            [
                new Stage(Lines: 2, MaximumHops: 1, Until: 0.05),
                new Stage(Lines: 3, MaximumHops: 1, Until: 0.1, Review: 0.3),
                new Stage(Lines: 4, MaximumHops: 2, Review: 0.5, FewNames: 6),
            ],
            Evaluations: new Cadence(First: 5, Every: 7),
            EvaluationPrograms: 60,
            Checkpoints: new Cadence(First: 10, Every: 15),
            Seed: 3,
            Workers: 2));

    /// <summary>The paper's objective on a split, of which 60 steps see several epochs.</summary>
    internal static Preset Split { get; } = Fresh with
    {
        Data = Fresh.Data with { Train = 100 },
        Training = Fresh.Training with { Objective = new Objective(), Source = DataSource.Split, Curriculum = [] },
    };

    /// <summary>With dropout.</summary>
    internal static Preset Dropout { get; } = Fresh with { Model = Model(0.1) };

    /// <summary>The paper's objective with Muon, other batches on the way and averaged weights.</summary>
    internal static Preset WithMuon { get; } = Split with
    {
        Training = Split.Training with
        {
            Optimizer = Split.Training.Optimizer with { Kind = OptimizerKind.Muon, Muon = new MuonSpec() },
            BatchChanges = [new BatchChange(0.2, 4), new BatchChange(0.7, 16)],
            AverageFrom = 0.8,
        },
    };

    /// <summary>In mixed precision.</summary>
    internal static Preset Mixed { get; } = Fresh with { Training = Fresh.Training with { Precision = Precision.MixedBFloat16 } };

    private static ModelSpec Model(double dropout) => new(
        Layers: 2, Heads: 2, HeadWidth: 8, Width: 16, MlpWidth: 32, Tokenizer.VocabularySize, Positions: 19,
        Biases.All, RopeBase: 100, dropout, new Initialization());
}
