using static TorchSharp.torch;

namespace Bindscope.Analysis.Recording;

/// <summary>Spreads work over threads, on each of which libtorch computes with one thread of its own.</summary>
/// <remarks>libtorch counts its threads for each calling thread by itself: left alone, every worker would start as many as there are cores.</remarks>
internal static class OneThreadEach
{
    /// <summary>Runs every part once and returns when all have ended.</summary>
    /// <param name="workers">The most threads at once.</param>
    /// <param name="count">How many parts there are.</param>
    /// <param name="run">Does a part, 0-based.</param>
    /// <param name="cancellation">Stops before the next part.</param>
    internal static void Run(int workers, int count, Action<int> run, CancellationToken cancellation) => Parallel.For(
        0,
        count,
        new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation },
        part =>
        {
            if (get_num_threads() != 1)
            {
                set_num_threads(1);
            }

            run(part);
        });
}
