using System.Diagnostics;
using Bindscope.Programs.Generation;

namespace Bindscope.Bench;

/// <summary>Programs of the paper's task that the generator draws in a second, on one thread and on two.</summary>
internal sealed class GeneratorBenchmark : IBenchmark
{
    private const int Programs = 20_000;

    public string Name => "generator";

    public IEnumerable<Measurement> Run()
    {
        double[] seconds = Turns.Medians(Clock.Wall, 9, 1, () => Draw(1), () => Draw(2));
        yield return Measurement.Of($"{Name}.one-thread", Programs / seconds[0], "programs/s");
        yield return Measurement.Of($"{Name}.two-threads", Programs / seconds[1], "programs/s");
    }

    private static void Draw(int threads)
    {
        var generator = new ProgramGenerator(new GeneratorSpec());
        long drawn = 0;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
        {
            RandomStream random = new Seed(1).Split(thread).Stream();
            for (int i = 0; i < Programs / threads; i++)
            {
                Interlocked.Add(ref drawn, generator.Next(ref random).Lines.Length > 0 ? 1 : 0);
            }
        });
        Debug.Assert(drawn == Programs);
    }
}
