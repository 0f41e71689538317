using System.Runtime.ExceptionServices;
using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Training.Loop;

/// <summary>Computes one step's gradient on several threads, which take the parts of the batch in their order through the same weights.</summary>
/// <remarks>
/// The parts are the same whatever the number of workers, and their gradients are added in the order of the parts, whichever ends first: so
/// the sum has the same bytes for any number. Threads and memory live as long as this object, and a step allocates nothing but what
/// building its batch does.
/// </remarks>
internal sealed class GradientWorkers : IStepGradients
{
    /// <summary>Parts of a batch, as far as it has so many programs. More would let more threads share it, and cost a pass over the gradient each.</summary>
    private const int Parts = 8;

    private readonly Transformer model;
    private readonly GradientWorker[] workers;
    private readonly Thread[] threads;
    private readonly SemaphoreSlim begin = new(0);
    private readonly SemaphoreSlim end = new(0);
    private readonly object turnGate = new();
    private StepTally tally;
    private Step step;
    private int nextPart;
    private int turn;
    private Exception? failure;
    private bool stopped;

    /// <summary>Starts the threads.</summary>
    /// <param name="model">The model.</param>
    /// <param name="workers">How many threads compute at once, the calling one among them.</param>
    public GradientWorkers(Transformer model, int workers)
    {
        this.model = model;
        this.workers = [.. Enumerable.Range(0, Math.Clamp(workers, 1, Parts)).Select(_ => new GradientWorker(model))];
        Gradient = new Tensor(model.Parameters.Flat.Length);
        threads = [.. this.workers.Skip(1).Select(worker => new Thread(() => Work(worker)) { IsBackground = true, Name = "gradient" })];
        Array.ForEach(threads, thread => thread.Start());
    }

    /// <inheritdoc/>
    public Tensor Gradient { get; }

    /// <summary>Holds activations in the steps to come; null for none.</summary>
    internal IClamp? Clamp { get; set; }

    /// <inheritdoc/>
    public StepTally Run(int batch, BatchPart build, ulong dropout)
    {
        model.PackForGradients();
        (step, nextPart, turn, tally, failure) = (new Step(batch, Math.Min(Parts, batch), build, dropout), 0, 0, default, null);
        Wake();
        TakeParts(workers[0]);
        for (var i = 0; i < threads.Length; i++)
        {
            end.Wait();
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        Scale(1f / tally.Programs);
        return tally;
    }

    public void Dispose()
    {
        stopped = true;
        Wake();
        Array.ForEach(threads, thread => thread.Join());
        begin.Dispose();
        end.Dispose();
    }

    private void Wake()
    {
        if (threads.Length > 0)
        {
            begin.Release(threads.Length);
        }
    }

    private void Work(GradientWorker worker)
    {
        while (true)
        {
            begin.Wait();
            if (stopped)
            {
                return;
            }

            TakeParts(worker);
            end.Release();
        }
    }

    private void TakeParts(GradientWorker worker)
    {
        while (true)
        {
            var part = Interlocked.Increment(ref nextPart) - 1;
            if (part >= step.Parts)
            {
                return;
            }

            try
            {
                var from = step.Batch * part / step.Parts;
                var count = (step.Batch * (part + 1) / step.Parts) - from;
                Add(part, worker, worker.Run(step.Build(from, count), from, step.Dropout, Clamp));
            }
            catch (Exception e)
            {
                lock (turnGate)
                {
                    failure ??= e;
                    Monitor.PulseAll(turnGate);
                }

                return;
            }
        }
    }

    /// <summary>Waits until the parts before have been added, and adds.</summary>
    private unsafe void Add(int part, GradientWorker worker, StepTally measured)
    {
        lock (turnGate)
        {
            while (turn != part && failure is null)
            {
                Monitor.Wait(turnGate);
            }

            if (failure is not null)
            {
                return;
            }

            if (part == 0)
            {
                Gradient.CopyFrom(worker.Gradient);
            }
            else
            {
                Rows.Add(Gradient.Pointer, worker.Gradient.Pointer, Gradient.Pointer, Gradient.Length);
            }

            tally += measured;
            turn++;
            Monitor.PulseAll(turnGate);
        }
    }

    private unsafe void Scale(float factor) => Rows.Scale(Gradient.Pointer, factor, Gradient.Pointer, Gradient.Length);

    private readonly record struct Step(int Batch, int Parts, BatchPart Build, ulong Dropout);
}

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
