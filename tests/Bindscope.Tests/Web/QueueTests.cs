using Bindscope.Web;
using Bindscope.Web.Compute;
using Bindscope.Web.Problems;

namespace Bindscope.Tests.Web;

public sealed class QueueTests
{
    [Fact]
    public async Task JobsRunOneAfterTheOtherInTheOrderOfTheirArrival()
    {
        using var queue = new ComputeQueue(new SiteLimits(), TimeProvider.System);
        var order = new List<int>();
        Task<int>[] jobs = [.. Enumerable.Range(0, 20).Select(i => queue.Run(
            _ =>
            {
                order.Add(i);
                return Environment.CurrentManagedThreadId;
            },
            CancellationToken.None))];
        int[] threads = await Task.WhenAll(jobs);

        Assert.Equal(Enumerable.Range(0, 20), order);
        Assert.Single(threads.Distinct());
    }

    [Fact]
    public async Task WhenTooManyWaitTheNextIsToldToComeAgain()
    {
        using var queue = new ComputeQueue(new SiteLimits(Queue: 2), TimeProvider.System);
        using var running = new BlockedQueue(queue);
        Task<int> first = queue.Run(_ => 1, CancellationToken.None);
        Task<int> second = queue.Run(_ => 2, CancellationToken.None);
        await Assert.ThrowsAsync<QueueFullException>(() => queue.Run(_ => 3, CancellationToken.None));
        running.Free();

        Assert.Equal((1, 2), (await first, await second));
        Assert.Equal(4, await queue.Run(_ => 4, CancellationToken.None));
    }

    [Fact]
    public async Task WhoeverLeavesMakesRoomAtOnceAndIsNotComputed()
    {
        using var queue = new ComputeQueue(new SiteLimits(Queue: 1), TimeProvider.System);
        using var running = new BlockedQueue(queue);
        using var client = new CancellationTokenSource();
        bool computed = false;
        Task<int> left = queue.Run(
            _ =>
            {
                computed = true;
                return 1;
            },
            client.Token);
        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.Equal(0, queue.Waiting);
        Task<int> next = queue.Run(_ => 5, CancellationToken.None);
        running.Free();

        Assert.Equal(5, await next);
        Assert.False(computed);
    }

    [Fact]
    public async Task TheDeadlineStopsWhatIsComputedAndWhatWaits()
    {
        using var queue = new ComputeQueue(new SiteLimits(DeadlineSeconds: 0.05), TimeProvider.System);
        using var waitedInVain = new ManualResetEventSlim();
        Task<int> endless = queue.Run(
            cancellation =>
            {
                cancellation.WaitHandle.WaitOne();
                waitedInVain.Wait(CancellationToken.None);
                cancellation.ThrowIfCancellationRequested();
                return 1;
            },
            CancellationToken.None);
        Task<int> waits = queue.Run(_ => 2, CancellationToken.None);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
        waitedInVain.Set();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
    }

    [Fact]
    public async Task WhatGoesWrongGoesToWhoeverAskedAndToNobodyElse()
    {
        using var queue = new ComputeQueue(new SiteLimits(), TimeProvider.System);

        await Assert.ThrowsAsync<InvalidOperationException>(() => queue.Run<int>(_ => throw new InvalidOperationException(), CancellationToken.None));
        Assert.Equal(1, await queue.Run(_ => 1, CancellationToken.None));
    }

    [Fact]
    public void ResultsAreForgottenOldestFirst()
    {
        var cache = new ResultCache(capacityBytes: 10);
        cache.Keep("a", new byte[4]);
        cache.Keep("b", new byte[4]);
        Assert.NotNull(cache.Find("a"));
        cache.Keep("c", new byte[4]);
        cache.Keep("large", new byte[11]);

        Assert.Null(cache.Find("b"));
        Assert.Null(cache.Find("large"));
        Assert.NotNull(cache.Find("a"));
        Assert.Equal(8, cache.Bytes);
    }
}
