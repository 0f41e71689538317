namespace Bindscope.Web.Compute;

/// <summary>Something to compute, and who waits for it.</summary>
internal sealed class ComputeJob<T>(Func<CancellationToken, T> compute, CancellationToken ended) : IComputeJob
{
    private readonly TaskCompletionSource<T> finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the result.</summary>
    internal Task<T> Finished => finished.Task;

    public void Compute()
    {
        if (ended.IsCancellationRequested)
        {
            GiveUp();
            return;
        }

        try
        {
            finished.TrySetResult(compute(ended));
        }
        catch (OperationCanceledException)
        {
            GiveUp();
        }
        catch (Exception wrong)
        {
            finished.TrySetException(wrong);
        }
    }

    public void GiveUp() => finished.TrySetCanceled(ended);
}
