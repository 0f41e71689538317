using Bindscope.Errors;
using Bindscope.Model.Native;

namespace Bindscope.Cli;

/// <summary>The environment variable with which a user names a libtorch of the machine's own.</summary>
internal static class LibTorchVariable
{
    /// <summary>The variable's name.</summary>
    public const string Name = "BINDSCOPE_LIBTORCH";

    /// <summary>The folder that the user named; null where none was.</summary>
    public static string? Directory => Environment.GetEnvironmentVariable(Name) is { Length: > 0 } directory ? directory : null;

    /// <summary>Loads the libtorch that is wanted.</summary>
    /// <exception cref="UserException">It cannot be loaded (exit code 3).</exception>
    public static TorchInstallation Initialize() => TorchRuntime.Initialize(Directory);

    /// <summary>Loads the libtorch that is wanted and passes on what the user should know about it.</summary>
    /// <param name="terminal">Where a warning is written.</param>
    /// <exception cref="UserException">It cannot be loaded (exit code 3).</exception>
    public static TorchInstallation Initialize(Terminal terminal)
    {
        var installation = Initialize();
        if (installation.Warning is not null)
        {
            terminal.Error.WriteLine($"warning: {installation.Warning}");
        }

        return installation;
    }
}
