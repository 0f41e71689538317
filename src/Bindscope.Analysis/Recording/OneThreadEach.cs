using System.Runtime.ExceptionServices;
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
    internal static void Run(int workers, int count, Action<int> run, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, count, options, part =>
            {
                if (get_num_threads() != 1)
                {
                    set_num_threads(1);
                }

                run(part);
            });
        }
        catch (AggregateException several)
        {
            // As it is, so that an error of the user stays one.
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }
}
