using System.Collections.Immutable;
using System.Text.Json;
using Bindscope.Analysis.Given;
using Bindscope.Analysis.Live;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs.Presets;

namespace Bindscope.Bench;

/// <summary>Programs that <c>ask</c> reads from JSON lines and answers in a second of one thread's processor time, and how many it reads.</summary>
internal sealed class AskBenchmark(Preset preset) : IBenchmark
{
    private const int Programs = 1_000;

    public static IBenchmark Quick { get; } = new AskBenchmark(Preset.Quick);

    public static IBenchmark Small { get; } = new AskBenchmark(Preset.Small);

    public string Name => $"ask.{preset.Name}";

    public IEnumerable<Measurement> Run()
    {
        Transformer model = Transformer.Create(preset.Model, 1);
        var generator = new ProgramGenerator(preset.Task);
        RandomStream random = new Seed(1).Stream();
        var lines = new List<string>();
        for (int i = 0; i < Programs; i++)
        {
            lines.Add(JsonSerializer.Serialize(new { text = generator.Next(ref random).ToText(), label = 0 }));
        }

        string text = string.Join('\n', lines);
        ImmutableArray<SymbolicProgram> programs = [];
        double[] seconds = Turns.Medians(
            Clock.Process,
            7,
            1,
            () => programs = [.. GivenPrograms.Read(text, "lines").Select(one => one.Program)],
            () => Asking.Run(model, programs, 1, CancellationToken.None));
        yield return Measurement.Of(Name, Programs / seconds.Sum(), "programs/s");
        yield return Measurement.Of($"{Name}.read", Programs / seconds[0], "programs/s");
    }
}
