using Bindscope.Web.Compute;

namespace Bindscope.Tests.Web;

/// <summary>Keeps a queue's thread busy until it is freed.</summary>
internal sealed class BlockedQueue : IDisposable
{
    private readonly ManualResetEventSlim free = new();
    private readonly Task<int> job;

    internal BlockedQueue(ComputeQueue queue)
    {
        using var begun = new ManualResetEventSlim();
        job = queue.Run(
            cancellation =>
            {
                begun.Set();
                free.Wait(cancellation);
                return 0;
            },
            CancellationToken.None);
        begun.Wait(TestContext.Current.CancellationToken);
    }

    internal void Free() => free.Set();

    public void Dispose()
    {
        free.Set();
        job.GetAwaiter().GetResult();
        free.Dispose();
    }
}
