using Bindscope.Model;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Torch;
using Bindscope.Torch.Native;
using Bindscope.Training.Loop;
using static TorchSharp.torch;

namespace Bindscope.Tests.Torch;

/// <summary>A whole training whose gradients libtorch computes, on the processor.</summary>
/// <remarks>One after the other: libtorch has one generator of random numbers for the process.</remarks>
[Collection("libtorch")]
public sealed class TrainingTests : IDisposable
{
    private static readonly Preset Short = Preset.Quick with
    {
        Data = new DataSpec(Train: 0, Validation: 50, Test: 100),
        Training = Preset.Quick.Training with
        {
            Steps = 30,
            Batch = 8,
            LearningRate = new LearningRateSpec(Peak: 1e-3, WarmupSteps: 5),
            EvaluationPrograms = 100,
            Evaluations = new Cadence(First: 10, Every: 10),
            Checkpoints = new Cadence(First: 10, Every: 10),
        },
    };

    private readonly string folder = Directory.CreateTempSubdirectory("bindscope-torch-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ItGoesTheWayThatTheEnginesGoes()
    {
        double[] expected = Losses(Train("engine", null)), actual = Losses(Train("torch", new Processor()));

        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First * 0.999, pair.First * 1.001));
        Assert.True(actual[^1] < 0.9 * actual[0], "nothing was learned");
        Assert.Contains("\"torch\": \"libtorch\"", File.ReadAllText(Path.Combine(folder, "torch", "environment.json")), StringComparison.Ordinal);
    }

    private Run Train(string name, IGradientDevice? device)
    {
        var run = Run.Create(Path.Combine(folder, name), Short);
        new Trainer(run, TimeProvider.System, device).Run(_ => { }, TestContext.Current.CancellationToken);
        return run;
    }

    private static double[] Losses(Run run) => [.. MetricsFile.Read(run.MetricsPath).Evaluations.Skip(1).Select(evaluation => evaluation.Loss)];

    /// <summary>libtorch on the processor in the place of a device.</summary>
    private sealed class Processor : IGradientDevice
    {
        public string Name => "cpu";

        public string Software => "libtorch";

        public void Require() => TorchRuntime.Initialize(libtorchDirectory: null);

        IStepGradients IGradientDevice.GradientsOf(Transformer model, Precision precision)
        {
            Require();
            return new DeviceGradients(model, precision, CPU);
        }
    }
}
