using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Runs.Presets;

namespace Bindscope.Tests.Training;

public sealed class PresetTests
{
    public static TheoryData<string> Names { get; } = [.. Preset.Known.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryKnownPresetFitsTogether(string name) => Assert.Same(Preset.Named(name), Preset.Named(name).Validated());

    [Fact]
    public void ThePapersPresetIsThePapers()
    {
        var paper = Preset.Paper;

        Assert.Equal(37_802_496, paper.Model.ParameterCount);
        Assert.Equal(new GeneratorSpec(16, 4, 0.3, 3, NamePolicy.Reuse, DepthPolicy.Free, 26, 10, QueryBalance.UniformHops), paper.Task);
        Assert.Equal((450_000, 1_000, 49_000), (paper.Data.Train, paper.Data.Validation, paper.Data.Test));
        Assert.Equal((12, 8, 64, 512, 2048), (paper.Model.Layers, paper.Model.Heads, paper.Model.HeadWidth, paper.Model.Width, paper.Model.MlpWidth));
        Assert.Equal((40, 0.1, Biases.None), (paper.Model.Vocabulary, paper.Model.Dropout, paper.Model.Biases));
        Assert.Equal((64, DataSource.Split), (paper.Training.Batch, paper.Training.Source));
        Assert.Equal(450_000 / 64 * 15, paper.Training.Steps);
        Assert.Equal(new OptimizerSpec(0.95, 0.999, 1e-8, 1e-4, ClipNorm: 0), paper.Training.Optimizer);
        Assert.Equal(new LearningRateSpec(1e-4, 750, DecayFrom: 0, Floor: 0), paper.Training.LearningRate);
        Assert.Equal(new Objective(LossScope.AllTokens, 1, 0, 0), paper.Training.Objective);
        Assert.Empty(paper.Training.Curriculum);
        Assert.Empty(paper.Assistance());
    }

    [Fact]
    public void AnUnknownNameListsTheKnownOnes()
    {
        var error = Assert.Throws<UserException>(() => Preset.Named("quik"));

        Assert.Contains("'quik'", error.Message, StringComparison.Ordinal);
        Assert.All(Preset.Known, preset => Assert.Contains(preset.Name, error.Hint, StringComparison.Ordinal));
    }

    [Fact]
    public void AssistanceIsSaidInWordsForEveryHelp()
    {
        var task = TinyPresets.Split;
        Assert.Empty(task.Assistance());

        Assert.Equal(["the loss counts answers only, not every token"], Of(task with { Training = Answer(new Objective(LossScope.Answer)) }));
        Assert.Contains("5 queries are asked of each program", Of(task with { Training = Answer(new Objective(LossScope.Answer, 5)) }));
        Assert.Contains(
            "the answer is also asked for at the query variable", Of(task with { Training = Answer(new Objective(LossScope.Answer, 1, 0.1)) }));
        Assert.Contains(
            "each line's value is asked for at its right-hand side", Of(task with { Training = Answer(new Objective(LossScope.Answer, 1, 0, 0.1)) }));
        Assert.Equal(
            ["the first layer's heads start out looking at the nearest tokens"],
            Of(task with { Model = task.Model with { Initialization = new Initialization(OffsetHeads: 2) } }));

        TrainingSpec Answer(Objective objective) => task.Training with { Objective = objective };
        static IReadOnlyList<string> Of(Preset preset) => preset.Assistance();
    }

    [Fact]
    public void ACurriculumIsSaidAsItIsUsed()
    {
        var own = new Stage(4, 2);
        Assert.Empty(With(own));
        Assert.Equal(["easier programs come first (2 lines with 1 hop)"], With(new Stage(2, 1, Until: 0.9), own));
        Assert.Equal(["easier programs are mixed in (3 lines with 2 hops)"], With(new Stage(3, 2), own with { Review = 0.5 }));
        Assert.Equal(
            [
                "easier programs come first (2 lines with 1 hop, 3 lines with 1 hop)",
                "easier programs are mixed in (3 lines with 1 hop)",
                "half of the training programs use few names",
            ],
            With(new Stage(2, 1, Until: 0.9), new Stage(3, 1, Until: 0.8), own with { Review = 0.2, FewNames = 6 }));

        static IReadOnlyList<string> With(params Stage[] stages)
            => (TinyPresets.Split with { Training = TinyPresets.Split.Training with { Curriculum = [.. stages] } }).Assistance();
    }

    [Fact]
    public void EveryMisfitIsSaidAtOnce()
    {
        var fresh = TinyPresets.Fresh;
        var wrong = fresh with
        {
            Task = fresh.Task with { ConstantShare = 2 },
            Data = fresh.Data with { Test = 30 },
            Model = fresh.Model with { Positions = 18, Vocabulary = 41, HeadWidth = 7, Dropout = 0.1 },
            Training = fresh.Training with
            {
                Steps = 0,
                Batch = 0,
                Threads = 0,
                Objective = new Objective(LossScope.AllTokens, 27, -1),
                Optimizer = new OptimizerSpec(Beta1: 1, Epsilon: 0, WeightDecay: double.NaN),
                LearningRate = new LearningRateSpec(Peak: double.PositiveInfinity, WarmupSteps: 5, DecayFrom: 2),
                Curriculum = [new Stage(0, 1, Review: 0.1), new Stage(3, 2, Until: 1.5, FewNames: 27), new Stage(3, 2, FewNames: 1)],
                Evaluations = new Cadence(0, 1),
            },
        };

        var message = Assert.Throws<UserException>(wrong.Validated).Message;

        foreach (var part in new[]
        {
            "task: ConstantShare is 2", "model: headWidth must be even", "training.steps is 0", "training.batch (0)", "training.threads is 0",
            "training.objective.queries is 27", "weights of extra terms", "extra terms and several queries go with loss 'answer'",
            "beta1 1 and beta2 0.999", "optimizer.epsilon is 0", "weightDecay and clipNorm", "learningRate.peak is", "warmupSteps is 5",
            "decayFrom and floor", "training.evaluations: first (0)", "curriculum[0]: Lines is 0", "curriculum[0]: the first stage",
            "curriculum[1]: until and review", "curriculum[1].fewNames is 27", "curriculum[2].fewNames: NameCount is 1",
            "model.positions is 18, but a prompt of 4 lines has 19", "model.vocabulary is 41",
            "evaluationPrograms is 60; it must be 1 to data.test (30)", "its last stage must be the task itself",
        })
        {
            Assert.Contains(part, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EveryMisfitOfTheOptimizerIsSaidAtOnce()
    {
        var tiny = TinyPresets.Split;
        var wrong = tiny with
        {
            Training = tiny.Training with
            {
                Optimizer = tiny.Training.Optimizer with { Kind = OptimizerKind.Muon, Muon = new MuonSpec(Peak: 0, Momentum: 1, Iterations: 0) },
                BatchChanges = [new BatchChange(0.5, 7), new BatchChange(0.5, 0)],
                AverageFrom = 1.5,
            },
        };

        var message = Assert.Throws<UserException>(wrong.Validated).Message;
        foreach (var part in new[]
        {
            "muon.peak is 0", "muon.momentum is 1", "muon.iterations is 0", "batchChanges[1].batch is 0; it must be 1 or more",
            "batchChanges[1].from is 0.5; it must be above 0.5", "training.averageFrom is 1.5",
        })
        {
            Assert.Contains(part, message, StringComparison.Ordinal);
        }

        Assert.Contains("which needs training.optimizer.muon", Of(new OptimizerSpec { Kind = OptimizerKind.Muon }), StringComparison.Ordinal);
        Assert.Contains("goes with training.optimizer.kind 'muon' only", Of(new OptimizerSpec { Muon = new MuonSpec() }), StringComparison.Ordinal);

        string Of(OptimizerSpec spec) => Assert.Throws<UserException>(
            (tiny with { Training = tiny.Training with { Optimizer = spec } }).Validated).Message;
    }

    [Fact]
    public void TheOptimizerIsSaidInWords()
    {
        Assert.Equal("AdamW", Preset.Paper.OptimizerWords());
        Assert.Equal(
            "Muon (AdamW for embeddings, norms and biases); batch 4 from 20 % of the steps on; batch 16 from 70 % of the steps on; "
            + "weights averaged over the last 20 % of the updates",
            TinyPresets.WithMuon.OptimizerWords());
    }

    [Fact]
    public void ProgramsBeforeAStepAreThoseOfTheBatchesBeforeIt()
    {
        var training = TinyPresets.WithMuon.Training;
        long programs = 0;
        for (var step = 0; step <= training.Steps; step++)
        {
            Assert.Equal(programs, training.ProgramsBefore(step));
            programs += training.BatchAt(step);
        }

        Assert.Equal((8, 4, 4, 16), (training.BatchAt(11), training.BatchAt(12), training.BatchAt(41), training.BatchAt(42)));
    }

    [Fact]
    public void ASplitMustFillABatchAndGoesWithoutACurriculum()
    {
        var split = TinyPresets.Split;
        var wrong = split with
        {
            Data = split.Data with { Train = 7 },
            Training = split.Training with { Curriculum = [new Stage(4, 2)] },
        };

        var message = Assert.Throws<UserException>(wrong.Validated).Message;

        Assert.Contains("data.train is 7, which is less than one batch (8)", message, StringComparison.Ordinal);
        Assert.Contains("training.source 'fresh' only", message, StringComparison.Ordinal);
    }
}
