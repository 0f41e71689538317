namespace Bindscope.Web.Compute;

/// <summary>Something to compute, whatever comes out.</summary>
internal interface IComputeJob
{
    /// <summary>Computes it; what goes wrong goes to whoever waits.</summary>
    void Compute();

    /// <summary>Tells whoever waits that nothing will come.</summary>
    void GiveUp();
}

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
