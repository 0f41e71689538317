using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Tests.Model;
using Bindscope.Tests.Model.Weights;
using Bindscope.Training.Batches;
using Bindscope.Training.Loop;
using Bindscope.Training.Presets;
using Bindscope.Training.Runs;
using static TorchSharp.torch;

namespace Bindscope.Tests.Training;

/// <summary>Training steps in bfloat16 with float32 masters: near those in float32, and the masters lose nothing.</summary>
public sealed class MixedPrecisionTests
{
    /// <summary>Largest relative error of rounding to bfloat16, which has eight significant bits.</summary>
    private const double UnitRoundoff = 1.0 / 256;

    /// <summary>Width 16, two layers, no dropout, so that both precisions do the same arithmetic.</summary>
    private static readonly Preset Mixed = TinyPresets.Mixed;

    /// <summary>
    /// Each linear layer takes part in a step with three products (output, input's gradient, weight's gradient), each of which rounds two
    /// factors and its result. R roundings that are independent of each other, each of at most the unit roundoff, add up to the root of R
    /// times the unit roundoff, relative to the gradient. Far less would say that nothing was rounded.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void TheGradientIsSinglesUpToBFloat16sRoundings(int seed)
    {
        using var scope = NewDisposeScope();
        using var model = Transformer.Create(Mixed.Model, (ulong)seed, CPU);
        using var rounded = model.InMixedPrecision();
        var (expected, lossInSingle) = Gradient(model, seed);
        var (actual, loss) = Gradient(rounded, seed);

        var roundings = 3 * 3 * 4 * Mixed.Model.Layers;
        Assert.Equal(ScalarType.Float32, actual.dtype);
        var distance = ((actual - expected).norm() / expected.norm()).item<float>();
        Assert.InRange(distance, UnitRoundoff / 4, UnitRoundoff * Math.Sqrt(roundings));
        Assert.InRange(Math.Abs(loss / lossInSingle - 1), 0, UnitRoundoff);
    }

    /// <summary>
    /// Element by element and without statistics: both factors and the result are rounded, so a product is off by at most (1+u)^3 - 1 of the
    /// product of absolute values; the sums are float32's.
    /// </summary>
    [Fact]
    public void EveryElementOfALinearLayersProductsIsWithinItsThreeRoundings()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5, CPU);
        Tensor Normal(params long[] shape) => zeros(shape).normal_(0, 1, generator);
        var x = Normal(40, 64).requires_grad_(true);
        var weight = Normal(96, 64);
        var rounded = weight.to(ScalarType.BFloat16).requires_grad_(true);
        var given = Normal(40, 96);

        var output = Linear.Apply(x, rounded, null);
        var gradients = autograd.grad([output], [x, rounded], [given.to(ScalarType.BFloat16)]);

        var share = Math.Pow(1 + UnitRoundoff, 3) - 1 + 96 * Math.Pow(2, -24);
        Within(output, x, weight.t());
        Within(gradients[0], given, weight);
        Within(gradients[1], given.t(), x);

        void Within(Tensor actual, Tensor left, Tensor right)
        {
            var (a, b) = (left.detach().to(ScalarType.Float64), right.detach().to(ScalarType.Float64));
            var error = (actual.detach().to(ScalarType.Float64) - a.matmul(b)).abs();
            Assert.True((error <= share * a.abs().matmul(b.abs())).all().item<bool>());
            Assert.True(error.max().item<double>() > 0);
        }
    }

    [Fact]
    public void OnlyTheBlocksLinearLayersAreRoundedAndTheyFollowTheMasters()
    {
        using var scope = NewDisposeScope();
        using var model = Transformer.Create(Mixed.Model, 3, CPU);
        using var rounded = model.InMixedPrecision();

        Assert.Equal(
            ["attention.output.bias", "attention.output.weight", "attention.qkv.bias", "attention.qkv.weight",
             "mlp.input.bias", "mlp.input.weight", "mlp.output.bias", "mlp.output.weight"],
            rounded.Parameters.Named.Where(pair => pair.Value.dtype == ScalarType.BFloat16)
                .Select(pair => pair.Name[(pair.Name.IndexOf('.', "layers.".Length) + 1)..]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(model.Parameters.Named, pair => Assert.Equal(ScalarType.Float32, pair.Value.dtype));

        model.Parameters.Flat.mul_(1.7);
        Assert.NotEqual(Bytes(model, ScalarType.BFloat16), Bytes(rounded, ScalarType.BFloat16));
        rounded.Parameters.Round();
        Assert.Equal(Bytes(model, ScalarType.BFloat16), Bytes(rounded, ScalarType.BFloat16));

        static byte[] Bytes(Transformer model, ScalarType type)
            => Samples.Bytes(cat([.. model.Parameters.Named.Select(pair => pair.Value.flatten().to(type))]));
    }

    [Fact]
    public void AStepComputesWithTheMastersOfTheMoment()
    {
        using var one = Loop(Mixed);
        using var other = Loop(Mixed);
        other.Model.Parameters["layers.2.mlp.output.weight"].mul_(2);

        one.Advance();
        other.Advance();

        Assert.NotEqual(one.TakeMeasures().Loss, other.TakeMeasures().Loss);
    }

    /// <summary>At a rate of 1e-6 a step moves a weight by about 1e-6; bfloat16 could not tell it from the weight next to it.</summary>
    [Fact]
    public void UpdatesTooSmallForBFloat16AddUpInTheMasters()
    {
        using var scope = NewDisposeScope();
        var preset = Mixed with
        {
            Training = Mixed.Training with
            {
                LearningRate = new LearningRateSpec(Peak: 1e-6, WarmupSteps: 0, DecayFrom: 1),
                Optimizer = new OptimizerSpec(Beta1: 0, WeightDecay: 0),
                Curriculum = [],
            },
        };
        using var loop = Loop(preset);
        var weight = loop.Model.Parameters["layers.2.mlp.input.weight"];
        loop.Advance();
        var first = weight.clone();
        for (var step = 0; step < 40; step++)
        {
            loop.Advance();
        }

        var moved = (weight - first).abs();
        Assert.InRange(Share(moved > 0), 0.9, 1);
        Assert.InRange(Share(moved < first.abs() * (UnitRoundoff / 2)), 0.9, 1); // less than half of the distance to the next of eight bits
        Assert.InRange(Share(weight.to(ScalarType.BFloat16).to(ScalarType.Float32) == weight), 0, 0.1);

        static double Share(Tensor which) => which.to(ScalarType.Float32).mean().item<float>();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AStoppedRunGoesOnAsIfItHadNotBeen(bool dropout)
    {
        var preset = (dropout ? TinyPresets.Dropout : Mixed) with
        {
            Training = TinyPresets.Dropout.Training with { Precision = Precision.MixedBFloat16 },
        };
        using var folder = new TemporaryFolder();
        var whole = RunFolders.Train(folder.File("whole"), preset);
        RunFolders.Train(folder.File("stopped"), preset, stopAt: 33);
        RunFolders.Resume(folder.File("stopped"));

        RunFolders.AssertSame(whole.Directory, folder.File("stopped"));
        var single = RunFolders.Train(folder.File("single"), preset with { Training = preset.Training with { Precision = Precision.Single } });
        Assert.NotEqual(File.ReadAllBytes(single.MetricsPath), File.ReadAllBytes(whole.MetricsPath));
        var (losses, inSingle) = (Losses(whole), Losses(single));
        Assert.True(losses[^1] < (inSingle[0] + inSingle[^1]) / 2, "nothing was learned");

        static double[] Losses(Run run) => [.. MetricsFile.Read(run.MetricsPath).Evaluations.Skip(1).Select(evaluation => evaluation.Loss)];
    }

    private static (Tensor Gradient, double Loss) Gradient(Transformer model, int seed)
    {
        model.Parameters.RequireGradients(true);
        var generator = new ProgramGenerator(Mixed.Task);
        var random = new Seed((ulong)seed).Stream();
        var programs = Enumerable.Range(0, 12).Select(_ => generator.Next(ref random)).ToArray();
        var batch = BatchBuilder.Build(programs, Mixed.Training.Objective, Mixed.Task.MaximumHops, new Seed(8), 0);
        var (gradient, tally) = new GradientWorkers(model, 1).Run(_ => batch);
        using (tally)
        {
            return (gradient, tally.MeanLoss());
        }
    }

    private static TrainingLoop Loop(Preset preset)
        => new(preset, ProgramSplits.Generate(preset.Task, new SplitSpec(0, 0, 20), new Seed(1), cancellation: TestContext.Current.CancellationToken), CPU);
}
