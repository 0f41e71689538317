using System.Collections.Immutable;
using System.ComponentModel;

namespace Bindscope.Web.Trainings;

/// <summary>Commands that are run one after the other for one run, and how far they are.</summary>
internal sealed class DeskJob
{
    /// <summary>What a command that was interrupted ends with.</summary>
    private const int Interrupted = 130;

    private const string ErrorMark = "error: ";
    private const string HintMark = "hint: ";

    private readonly Lock gate = new();
    private readonly ImmutableArray<DeskStep> steps;
    private DeskJobState told;
    private ChildProcess? child;

    /// <summary>Begins.</summary>
    /// <param name="program">Bindscope's program, and what comes before its own arguments.</param>
    /// <param name="run">The run's name.</param>
    /// <param name="steps">One or more commands.</param>
    /// <param name="listens">Whether to keep what the commands say, rather than to leave them the terminal.</param>
    internal DeskJob(ImmutableArray<string> program, string run, ImmutableArray<DeskStep> steps, bool listens)
    {
        this.steps = steps;
        told = new DeskJobState(run, steps[0].Stage, DeskState.Running, null, null, null);
        Ended = Work(program, listens ? Hear : null);
    }

    /// <summary>Completes with the last state, and never fails.</summary>
    internal Task<DeskState> Ended { get; }

    /// <summary>How it stands.</summary>
    internal DeskJobState State
    {
        get
        {
            lock (gate)
            {
                return told;
            }
        }
    }

    /// <summary>Asks it to stop.</summary>
    internal void Stop()
    {
        lock (gate)
        {
            if (told.State == DeskState.Running)
            {
                told = told with { State = DeskState.Stopping };
                child?.Stop();
            }
        }
    }

    /// <summary>Ends the command that runs at once.</summary>
    internal void Kill()
    {
        lock (gate)
        {
            child?.Kill();
        }
    }

    private async Task<DeskState> Work(ImmutableArray<string> program, Action<string>? heard)
    {
        foreach (DeskStep step in steps)
        {
            int code;
            try
            {
                if (!Enter(program, step, heard))
                {
                    return End(DeskState.Stopped);
                }

                code = await child!.Wait();
            }
            catch (Win32Exception refused)
            {
                Hear($"{ErrorMark}{program[0]} cannot be started: {refused.Message}");
                return End(DeskState.Failed);
            }
            finally
            {
                Leave();
            }

            if (code != 0)
            {
                return End(code == Interrupted || State.State == DeskState.Stopping ? DeskState.Stopped : DeskState.Failed, code);
            }
        }

        return End(DeskState.Finished);
    }

    /// <summary>Starts a command, unless the job was asked to stop.</summary>
    private bool Enter(ImmutableArray<string> program, DeskStep step, Action<string>? heard)
    {
        lock (gate)
        {
            if (told.State != DeskState.Running)
            {
                return false;
            }

            told = told with { Stage = step.Stage, Message = null };
            child = ChildProcess.Start([.. program, .. step.Arguments], heard);
            return true;
        }
    }

    private void Leave()
    {
        lock (gate)
        {
            child?.Dispose();
            child = null;
        }
    }

    private DeskState End(DeskState state, int code = 0)
    {
        lock (gate)
        {
            string? error = state == DeskState.Failed ? told.Error ?? $"the command ended with {code}" : null;
            told = told with { State = state, Error = error, Hint = state == DeskState.Failed ? told.Hint : null };
            return state;
        }
    }

    private void Hear(string line)
    {
        lock (gate)
        {
            told = line switch
            {
                _ when line.StartsWith(ErrorMark, StringComparison.Ordinal) => told with { Error = line[ErrorMark.Length..] },
                _ when line.StartsWith(HintMark, StringComparison.Ordinal) => told with { Hint = line[HintMark.Length..] },
                "" => told,
                _ => told with { Message = line },
            };
        }
    }
}
