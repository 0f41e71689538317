namespace Bindscope.Web.Trainings;

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
