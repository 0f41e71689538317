namespace Bindscope.Cli;

/// <summary>What the process answers to its caller.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>The request was wrong.</summary>
    public const int WrongRequest = 2;

    /// <summary>Something is wrong with the machine or with files.</summary>
    public const int WrongMachine = 3;

    /// <summary>A mistake in Bindscope itself (<c>EX_SOFTWARE</c> of sysexits.h).</summary>
    public const int Defect = 70;

    /// <summary>Stopped by Ctrl-C, as shells count it: 128 and the signal's number.</summary>
    public const int Cancelled = 130;
}
