using Bindscope.Programs.Generation;

namespace Bindscope.Bench;

/// <summary>Programs of the paper's task that the generator draws in a second of one thread's processor time.</summary>
internal sealed class GeneratorBenchmark : IBenchmark
{
    private const int Programs = 10_000;

    public string Name => "generator";

    public IEnumerable<Measurement> Run()
    {
        var generator = new ProgramGenerator(new GeneratorSpec());
        RandomStream random = new Seed(1).Stream();
        double[] seconds = Turns.Medians(Clock.Thread, 9, 1, () =>
        {
            for (int i = 0; i < Programs; i++)
            {
                generator.Next(ref random);
            }
        });
        yield return Measurement.Of(Name, Programs / seconds[0], "programs/s");
    }
}
