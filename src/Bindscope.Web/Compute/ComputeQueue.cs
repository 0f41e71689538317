using Bindscope.Web.Problems;

namespace Bindscope.Web.Compute;

/// <summary>
/// One thread on which all models run, and a queue before it that has an end. What nobody waits for any more, because its client left or its
/// deadline passed, leaves the queue at once and stops where it is computed.
/// </summary>
internal sealed class ComputeQueue : IDisposable
{
    private readonly Lock gate = new();
    private readonly LinkedList<IComputeJob> waiting = [];
    private readonly SemaphoreSlim arrived = new(0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Thread thread;
    private readonly SiteLimits limits;
    private readonly TimeProvider time;

    internal ComputeQueue(SiteLimits limits, TimeProvider time)
    {
        (this.limits, this.time) = (limits, time);
        thread = new Thread(Work) { IsBackground = true, Name = "compute" };
        thread.Start();
    }

    /// <summary>How many wait.</summary>
    internal int Waiting
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    /// <summary>Computes something when its turn comes.</summary>
    /// <param name="compute">What; it gives up when its token says so.</param>
    /// <param name="left">Set when the client leaves.</param>
    /// <exception cref="QueueFullException">Too many wait.</exception>
    /// <exception cref="OperationCanceledException">The client left, or the deadline passed.</exception>
    internal async Task<T> Run<T>(Func<CancellationToken, T> compute, CancellationToken left)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(limits.DeadlineSeconds), time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(left, deadline.Token, stopping.Token);
        var job = new ComputeJob<T>(compute, ended.Token);
        LinkedListNode<IComputeJob> place = Enter(job);
        using CancellationTokenRegistration leaving = ended.Token.Register(() => Leave(place));
        return await job.Finished;
    }

    public void Dispose()
    {
        stopping.Cancel();
        thread.Join();
        arrived.Dispose();
        stopping.Dispose();
    }

    private LinkedListNode<IComputeJob> Enter(IComputeJob job)
    {
        lock (gate)
        {
            if (waiting.Count >= limits.Queue)
            {
                throw new QueueFullException(waiting.Count);
            }

            LinkedListNode<IComputeJob> place = waiting.AddLast(job);
            arrived.Release();
            return place;
        }
    }

    private void Leave(LinkedListNode<IComputeJob> place)
    {
        lock (gate)
        {
            if (place.List is null)
            {
                // It is being computed, and stops by itself.
                return;
            }

            waiting.Remove(place);
        }

        place.Value.GiveUp();
    }

    private void Work()
    {
        while (Next() is { } job)
        {
            job.Compute();
        }
    }

    /// <summary>Waits for the next job; null at the end.</summary>
    private IComputeJob? Next()
    {
        while (true)
        {
            try
            {
                arrived.Wait(stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return null;
            }

            lock (gate)
            {
                // Those who left have left their arrival behind.
                if (waiting.First is { } first)
                {
                    waiting.RemoveFirst();
                    return first.Value;
                }
            }
        }
    }
}
