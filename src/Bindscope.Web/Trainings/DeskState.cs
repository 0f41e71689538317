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
