using System.Globalization;
using Bindscope.Analysis.Subspaces;
using Bindscope.Model;
using Bindscope.Model.Weights;
using Bindscope.Programs.Generation;
using Bindscope.Runs;
using Bindscope.Runs.Presets;

namespace Bindscope.Tests.Analysis;

/// <summary>A run's folder with a tiny task and, at each checkpoint, a model of random weights.</summary>
internal sealed class TinyRun : IDisposable
{
    private readonly string directory = System.IO.Directory.CreateTempSubdirectory("bindscope-analysis-").FullName;

    internal TinyRun(params int[] steps)
        : this(120, steps)
    {
    }

    private TinyRun(int testPrograms, int[] steps)
    {
        Preset preset = Preset.Quick with
        {
            Task = new GeneratorSpec(Lines: 4, MaximumHops: 2),
            Data = Preset.Quick.Data with { Train = 0, Validation = 10, Test = testPrograms },
            Model = Spec,
            Training = Preset.Quick.Training with { Curriculum = [], EvaluationPrograms = 10 },
        };
        Run = Run.Create(Path.Combine(directory, "tiny"), preset);
        foreach (int step in steps)
        {
            Transformer model = Weights((ulong)step);
            string folder = Path.Combine(Run.Directory, "checkpoints", step.ToString("D6", CultureInfo.InvariantCulture));
            ModelWeights.Save(Path.Combine(folder, "weights.safetensors"), model);
        }
    }

    /// <summary>The same with a test set of another size, for analyses that learn from it.</summary>
    internal static TinyRun WithTestPrograms(int count, params int[] steps) => new(count, steps);

    internal static ModelSpec Spec { get; } =
        Preset.Quick.Model with { Layers = 2, Heads = 2, HeadWidth = 4, Width = 12, MlpWidth = 16, Positions = 40 };

    internal Run Run { get; }

    /// <summary>Every weight is random and large, so that every path matters.</summary>
    internal static Transformer Weights(ulong seed)
    {
        Transformer model = Transformer.Create(Spec, seed);
        RandomStream random = new Seed(seed).Stream();
        double[] numbers = RandomSubspaces.Direction(model.Parameters.Flat.Length, ref random);
        model.Parameters.WriteAll(Array.ConvertAll(numbers, number => (float)(0.1 + (0.5 * number))));
        return model;
    }

    public void Dispose() => System.IO.Directory.Delete(directory, recursive: true);
}
