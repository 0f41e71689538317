using Bindscope.Errors;
using Bindscope.Model.Weights;
using Bindscope.Tests.Cli;

namespace Bindscope.Tests.Crashes;

/// <summary>A command that changes files.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Prepare">Makes a folder as it stands before the command.</param>
/// <param name="Act">Does the command in such a folder, or takes it up where it was killed; the exit code and what stands on standard error.</param>
internal sealed record Scenario(string Name, Action<string> Prepare, Func<string, (int Code, string Error)> Act)
{
    public override string ToString() => Name;

    /// <summary>A command line; <c>{0}</c> stands for the folder.</summary>
    internal static Scenario Of(string name, Action<string> prepare, params string[] arguments) => new(name, prepare, folder =>
    {
        CommandLine answer = CommandLine.Run([.. arguments.Select(argument => argument.Replace("{0}", folder, StringComparison.Ordinal))]);
        return (answer.ExitCode, answer.Error);
    });

    /// <summary>What the shell makes of an error: its exit code.</summary>
    internal static (int Code, string Error) Reported(Action act)
    {
        try
        {
            act();
            return (0, "");
        }
        catch (UserException wrong)
        {
            return (wrong.ExitCode, $"error: {wrong.Message}\nhint: {wrong.Hint}");
        }
    }

    /// <summary>Does the command with somebody told of each change of files.</summary>
    internal (int Code, string Error) Watched(string folder, Action<DiskOperation> before)
    {
        Disk.Watch(before);
        try
        {
            return Act(folder);
        }
        finally
        {
            Disk.Watch(null);
        }
    }
}
