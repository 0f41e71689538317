using System.Runtime.ExceptionServices;

namespace Bindscope.Training.Loop;

/// <summary>Does the parts of some work on several threads.</summary>
public static class Parts
{
    /// <summary>Runs every part once and returns when all have ended.</summary>
    /// <param name="workers">The most threads at once; the calling one is among them.</param>
    /// <param name="count">How many parts there are.</param>
    /// <param name="run">Does a part, 0-based.</param>
    /// <param name="cancellation">Stops before the next part.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>What a part throws is thrown here as it is, so that an error of the user stays one.</remarks>
    public static void Run(int workers, int count, Action<int> run, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, count, options, run);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }
}
