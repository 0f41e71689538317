using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Runs.Presets;
using Bindscope.Torch;
using Bindscope.Torch.Native;
using Bindscope.Training.Batches;
using Bindscope.Training.Loop;
using static TorchSharp.torch;

namespace Bindscope.Tests.Torch;

/// <summary>libtorch's gradient of a step, on the processor, against the engine's.</summary>
/// <remarks>One after the other: libtorch has one generator of random numbers for the process.</remarks>
[Collection("libtorch")]
public sealed class DeviceGradientsTests
{
    /// <summary>Largest relative error of rounding to bfloat16, which has eight significant bits.</summary>
    private const double UnitRoundoff = 1.0 / 256;

    private static readonly GeneratorSpec Task = new(Lines: 4, MaximumHops: 2);

    private static readonly Objective Assisted = new(LossScope.Answer, Queries: 4, AnswerAtQueryVariable: 0.7, ValueAtRightHandSide: 0.3);

    private readonly SymbolicProgram[] programs;

    public DeviceGradientsTests()
    {
        TorchRuntime.Initialize(libtorchDirectory: null);
        var generator = new ProgramGenerator(Task);
        RandomStream random = new Seed(5).Stream();
        programs = [.. Enumerable.Range(0, 12).Select(_ => generator.Next(ref random))];
    }

    public static TheoryData<Biases, bool> Models { get; } = new()
    {
        { Biases.None, false }, { Biases.None, true }, { Biases.LayerNorm, true }, { Biases.All, false }, { Biases.All, true },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void LossGradientAndCountsAreTheEngines(Biases biases, bool manyQueries)
    {
        Objective objective = manyQueries ? Assisted : new Objective();
        Transformer model = Transformer.Create(Spec(biases), 21);
        using var engine = new GradientWorkers(model, 1);
        using var torch = new DeviceGradients(model, Precision.Single, CPU);

        StepTally expected = Run(engine, objective), actual = Run(torch, objective);

        Assert.InRange(Math.Abs((actual.Loss / expected.Loss) - 1), 0, 1e-5);
        Assert.Equal((expected.Correct, expected.Answers, expected.Programs), (actual.Correct, actual.Answers, actual.Programs));
        Assert.InRange(Distance(engine, torch), 0, 1e-5);
    }

    [Fact]
    public void EachStepComputesWithTheWeightsOfTheMoment()
    {
        Transformer model = Transformer.Create(Spec(Biases.All), 3);
        using var engine = new GradientWorkers(model, 1);
        using var torch = new DeviceGradients(model, Precision.Single, CPU);
        double before = Run(torch, Assisted).Loss;

        model.Parameters.WriteAll([.. model.Parameters.Flat.ToArray().Select(weight => 1.5f * weight)]);

        double after = Run(torch, Assisted).Loss;
        Assert.NotEqual(before, after);
        Assert.InRange(Math.Abs((after / Run(engine, Assisted).Loss) - 1), 0, 1e-5);
    }

    /// <summary>
    /// Each linear layer takes part in a step with three products (output, input's gradient, weight's gradient), each of which rounds two
    /// factors and its result. R roundings that are independent of each other, each of at most the unit roundoff, add up to the root of R
    /// times the unit roundoff, relative to the gradient. Far less would say that nothing was rounded.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void MixedPrecisionsGradientIsSinglesUpToBFloat16sRoundings(int seed)
    {
        Transformer model = Transformer.Create(Spec(Biases.All), (ulong)seed);
        using var engine = new GradientWorkers(model, 1);
        using var mixed = new DeviceGradients(model, Precision.MixedBFloat16, CPU);

        StepTally expected = Run(engine, Assisted), actual = Run(mixed, Assisted);

        int roundings = 3 * 3 * 4 * model.Spec.Layers;
        Assert.InRange(Distance(engine, mixed), UnitRoundoff / 4, UnitRoundoff * Math.Sqrt(roundings));
        Assert.InRange(Math.Abs((actual.Loss / expected.Loss) - 1), 0, UnitRoundoff);
    }

    [Fact]
    public void WhatIsDroppedFollowsTheSeed()
    {
        Transformer model = Transformer.Create(Spec(Biases.All) with { Dropout = 0.3 }, 3);
        using var torch = new DeviceGradients(model, Precision.Single, CPU);

        double[] losses = [.. new ulong[] { 1, 2, 1, ulong.MaxValue }.Select(seed => Run(torch, Assisted, seed).Loss)];

        Assert.Equal(losses[0], losses[2]);
        Assert.NotEqual(losses[0], losses[1]);
        Assert.NotEqual(losses[0], losses[3]);
    }

    private static ModelSpec Spec(Biases biases) => new(
        Layers: 2, Heads: 2, HeadWidth: 8, Width: 16, MlpWidth: 32, Tokenizer.VocabularySize, Positions: 19, biases, RopeBase: 100, Dropout: 0,
        new Initialization());

    private StepTally Run(IStepGradients gradients, Objective objective, ulong dropout = 0) => gradients.Run(
        programs.Length,
        (from, count) => BatchBuilder.Build(programs[from..(from + count)], objective, Task.MaximumHops, new Seed(8), from),
        dropout);

    private static double Distance(IStepGradients expected, IStepGradients actual)
    {
        double[] reference = [.. expected.Gradient.Values.ToArray().Select(value => (double)value)];
        double error = reference.Zip(actual.Gradient.Values.ToArray(), (a, b) => (a - b) * (a - b)).Sum();
        return Math.Sqrt(error / reference.Sum(a => a * a));
    }
}
