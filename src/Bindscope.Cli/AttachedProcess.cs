using System.Diagnostics;
using Bindscope.Web.Trainings;

namespace Bindscope.Cli;

/// <summary>A command of Bindscope in a process of its own that does not outlive this one; see <see cref="Interruption.OfTheProcess"/>.</summary>
/// <remarks>No signal is sent: Ctrl-C at a terminal reaches both processes, and a second signal would end the other one without its
/// checkpoint.</remarks>
internal static class AttachedProcess
{
    /// <summary>Makes a process that is about to be started end with its standard input, which this process holds open.</summary>
    public static void Attach(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.Environment[TrainingDesk.InputVariable] = "1";
    }

    /// <summary>Asks it to stop at a whole step.</summary>
    public static void Stop(Process process)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }
    }
}
