using Bindscope.Runs.Presets;

namespace Bindscope.Paper;

/// <summary>What a training brings about by its own design, so that seeing it in the model says nothing about the paper's claim.</summary>
internal static class Imposed
{
    private static readonly string[] OfTraining =
        ["three-phases", "chance-level", "plateau", "line-1-heuristic", "line-2-heuristic", "one-hop-lags", "seeds", "hop-by-hop"];

    /// <summary>The claim, as this training can be held against it.</summary>
    /// <remarks>Where a training only favours what is claimed, its absence still tells something, and that verdict stands.</remarks>
    internal static Claim By(Preset preset, Claim claim) => Decides(preset, claim.Id) is { } reason ? claim.NotTestable(reason)
        : claim.Verdict == Verdict.Reproduced && Favours(preset, claim.Id) is { } help ? claim.NotTestable(help)
        : claim;

    private static string? Decides(Preset preset, string id)
    {
        TrainingSpec training = preset.Training;
        bool staged = training.Curriculum.SkipLast(1).Any(stage => stage.Until > 0);
        return id switch
        {
            _ when OfTraining.Contains(id) && preset.IsCompiled => "There was no training: the weights were set by hand.",
            _ when OfTraining.Contains(id) && staged =>
                "Easier programs came first in this training, so levels and their order may be the curriculum's.",
            "shorter-programs" when training.Curriculum.Any(stage => stage.Lines < preset.Task.Lines) => "This training had shorter programs.",
            _ => null,
        };
    }

    private static string? Favours(Preset preset, string id)
    {
        TrainingSpec training = preset.Training;
        return id switch
        {
            "hop-by-hop" when training.Curriculum.Any(stage => stage.MaximumHops < preset.Task.MaximumHops) =>
                "Programs of fewer hops were trained on more often, which orders the hops by itself.",
            "chain-route" when training.Objective.ValueAtRightHandSide > 0 => "This training asked for the values at right-hand sides.",
            "to-the-end" when training.Objective.AnswerAtQueryVariable > 0 => "This training asked for the answer at the query variable, too.",
            _ => null,
        };
    }
}
