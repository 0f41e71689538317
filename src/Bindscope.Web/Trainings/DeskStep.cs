using System.Collections.Immutable;

namespace Bindscope.Web.Trainings;

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
