using System.Collections.Immutable;

namespace Bindscope.Web.Trainings;

/// <summary>How a job stands.</summary>
public enum DeskState
{
    /// <summary>A process works on it.</summary>
    Running,

    /// <summary>Its process was asked to stop, and comes to a whole step.</summary>
    Stopping,

    /// <summary>It was stopped; the same can be begun again and goes on.</summary>
    Stopped,

    /// <summary>Every command ended well.</summary>
    Finished,

    /// <summary>A command failed.</summary>
    Failed,
}

/// <summary>How a job stands, in words.</summary>
/// <param name="Run">The run's name.</param>
/// <param name="Stage">What is done, or was done last.</param>
/// <param name="State">How it stands.</param>
/// <param name="Message">The last line that its command said; null where it said none, or says it to the terminal.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
/// <param name="Hint">What to do about it; null where there is nothing to say.</param>
internal sealed record DeskJobState(string Run, DeskStage Stage, DeskState State, string? Message, string? Error, string? Hint);

/// <summary>What a command of a job does to its run.</summary>
public enum DeskStage
{
    /// <summary>It trains.</summary>
    Training,

    /// <summary>It finds the phases of the finished training.</summary>
    Phases,

    /// <summary>It does every analysis that is not there yet.</summary>
    Analyses,
}

/// <summary>One command of a job.</summary>
/// <param name="Stage">What it does.</param>
/// <param name="Arguments">Of Bindscope's command line.</param>
public sealed record DeskStep(DeskStage Stage, ImmutableArray<string> Arguments)
{
    /// <summary>Trains from scratch.</summary>
    /// <param name="directory">The new run's folder.</param>
    /// <param name="preset">The known preset.</param>
    /// <param name="seed">The training's seed.</param>
    /// <param name="changes">Further options of <c>train</c>.</param>
    public static DeskStep Train(string directory, string preset, ulong seed, params IEnumerable<string> changes) =>
        new(DeskStage.Training, ["train", "--preset", preset, "--seed", FormattableString.Invariant($"{seed}"), .. changes, "--run", directory]);

    /// <summary>Takes up a training; a finished one is left as it is.</summary>
    public static DeskStep Resume(string directory) => new(DeskStage.Training, ["train", "--resume", "--run", directory]);

    /// <summary>Finds the phases.</summary>
    public static DeskStep Phases(string directory) => new(DeskStage.Phases, ["phases", "--run", directory]);

    /// <summary>Does every analysis that is not there yet.</summary>
    public static DeskStep Analyses(string directory) => new(DeskStage.Analyses, ["analyze", "all", "--run", directory]);
}
