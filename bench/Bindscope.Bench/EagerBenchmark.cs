using System.Diagnostics;
using System.Globalization;
using Bindscope.Model;
using Bindscope.Runs.Presets;
using Bindscope.Training.Batches;
using Bindscope.Training.Loop;

namespace Bindscope.Bench;

/// <summary>
/// A training step against the same model's in PyTorch's eager mode (bench/eager_step.py), one thread each, in turns, by processor time; AdamW
/// on both sides. PyTorch's step draws no programs. Left out where Debian's python3-torch, or the interpreter that PYTHON names, has no PyTorch, or
/// one whose BLAS is the reference, against which every engine is fast.
/// </summary>
internal sealed class EagerBenchmark(Preset known) : IBenchmark
{
    private const int Rounds = 15;
    private const int WarmUp = 5;

    /// <summary>Of the core's peak: an optimized BLAS has more than half of it, the reference a thirtieth.</summary>
    private const double LeastProduct = 0.25;

    public static IBenchmark Quick { get; } = new EagerBenchmark(Preset.Quick);

    public static IBenchmark SmallLm { get; } = new EagerBenchmark(Preset.SmallLm);

    public string Name => $"eager.{known.Name}";

    public IEnumerable<Measurement> Run()
    {
        Preset preset = StepLoop.Task(known, known.Training.Batch);
        preset = preset with
        {
            Training = preset.Training with { Optimizer = preset.Training.Optimizer with { Kind = OptimizerKind.AdamW, Muon = null } },
        };
        Batch sample = StepLoop.Sample(preset, 0, preset.Training.Batch);
        ModelSpec model = preset.Model;
        int[] sizes =
        [
            model.Layers, model.Heads, model.HeadWidth, model.Width, model.MlpWidth, model.Vocabulary, sample.Programs, sample.Layout.Length,
            sample.Places.Length,
        ];
        using Process eager = Start(sizes);
        if (eager.StandardOutput.ReadLine()?.Split(' ') is not [string version, string product])
        {
            Console.Error.WriteLine($"{Name}: left out, {eager.StartInfo.FileName} has no PyTorch (apt-get install python3-torch)");
            yield break;
        }

        double peak = FmaPeak.Operations / Turns.Medians(Clock.Thread, 5, 0, FmaPeak.Run)[0];
        double rate = double.Parse(product, CultureInfo.InvariantCulture);
        Console.Error.WriteLine($"{Name}: PyTorch {version}, its products at {rate / peak:0.00} of a core's peak");
        if (rate < LeastProduct * peak)
        {
            eager.StandardInput.Close();
            Console.Error.WriteLine($"{Name}: left out, such a BLAS is no measure (apt-get install libopenblas0-pthread)");
            yield break;
        }

        using TrainingLoop loop = StepLoop.Of(preset);
        double[] ours = new double[Rounds], theirs = new double[Rounds];
        for (int round = -WarmUp; round < Rounds; round++)
        {
            double begin = Clock.Thread();
            loop.Advance();
            double mine = Clock.Thread() - begin;
            double other = Ask(eager);
            if (round >= 0)
            {
                (ours[round], theirs[round]) = (mine, other);
            }
        }

        eager.StandardInput.Close();
        eager.WaitForExit();
        Array.Sort(ours);
        Array.Sort(theirs);
        yield return Measurement.AtLeast(8, Name, theirs[Rounds / 2] / ours[Rounds / 2], "times PyTorch's speed");
        yield return Measurement.Of($"{Name}.time", 1e3 * ours[Rounds / 2], "ms");
        yield return Measurement.Of($"{Name}.pytorch", 1e3 * theirs[Rounds / 2], "ms");
        yield return Measurement.Of($"{Name}.pytorch-product", rate / peak, "of a core's peak");
    }

    private static Process Start(int[] sizes)
    {
        const string Debian = "/usr/bin/python3";
        string python = Environment.GetEnvironmentVariable("PYTHON") ?? (File.Exists(Debian) ? Debian : "python3");
        string script = Path.Combine(ResultsFile.Root, "bench", "eager_step.py");
        string[] arguments = [script, .. sizes.Select(size => size.ToString(CultureInfo.InvariantCulture))];
        var start = new ProcessStartInfo(python, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        (start.Environment["OMP_NUM_THREADS"], start.Environment["OPENBLAS_NUM_THREADS"]) = ("1", "1");
        // Of another processor's kernels and cache, where a shell's profile sets them.
        start.Environment.Remove("OPENBLAS_CORETYPE");
        start.Environment.Remove("OPENBLAS_L2_SIZE");
        return Process.Start(start)!;
    }

    private static double Ask(Process eager)
    {
        eager.StandardInput.WriteLine();
        eager.StandardInput.Flush();
        string answer = eager.StandardOutput.ReadLine() ?? throw new InvalidOperationException("PyTorch's step ended; its error is above");
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }
}
