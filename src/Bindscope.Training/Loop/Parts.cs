using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace Bindscope.Training.Loop;

/// <summary>Does the parts of some work on several threads, each of which computes as the calling thread would.</summary>
internal static class Parts
{
    /// <summary>Runs every part once and returns when all have ended.</summary>
    /// <param name="workers">The most threads at once; the calling one is among them.</param>
    /// <param name="count">How many parts there are.</param>
    /// <param name="run">Does a part, 0-based.</param>
    /// <param name="cancellation">Stops before the next part.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>libtorch counts its own threads for each calling thread by itself; their number decides the order of its sums. What a part
    /// throws is thrown here as it is, so that an error of the user stays one.</remarks>
    public static void Run(int workers, int count, Action<int> run, CancellationToken cancellation)
    {
        var threads = get_num_threads();
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, count, options, part =>
            {
                if (get_num_threads() != threads)
                {
                    set_num_threads(threads);
                }

                run(part);
            });
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }
}
