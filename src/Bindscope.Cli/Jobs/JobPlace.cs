namespace Bindscope.Cli.Jobs;

/// <summary>Where a job runs.</summary>
internal enum JobPlace
{
    /// <summary>Processes of this machine.</summary>
    Local,

    /// <summary>A job array of Slurm.</summary>
    Slurm,
}
