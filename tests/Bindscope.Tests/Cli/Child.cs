using System.Diagnostics;

namespace Bindscope.Tests.Cli;

/// <summary>What a command answers that was run as a process of its own.</summary>
internal sealed record Child(int ExitCode, string Out, string Error)
{
    /// <summary>Runs the program beside the tests.</summary>
    public static Task<Child> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        RunAsync(Path.Combine(AppContext.BaseDirectory, "bindscope"), environment, arguments);

    /// <summary>Runs the program beside the tests in a folder.</summary>
    public static Task<Child> RunInAsync(string folder, params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "bindscope");
        return RunAsync(program, new Dictionary<string, string> { ["BINDSCOPE_PROGRAM"] = program }, folder, arguments);
    }

    /// <summary>Runs a program.</summary>
    public static Task<Child> RunAsync(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        RunAsync(program, environment, "", arguments);

    /// <summary>Whether a child begins with a signal ignored, as where the tests were started by nohup: what the signal should end goes on for ever.</summary>
    /// <param name="signal">Its number, 1 or more.</param>
    public static async Task<bool> IgnoresAsync(int signal)
    {
        if (!File.Exists("/proc/self/status"))
        {
            return false;
        }

        Child status = await RunAsync("cat", new Dictionary<string, string>(), "/proc/self/status");
        string mask = status.Out.Split('\n').Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        return (Convert.ToUInt64(mask["SigIgn:".Length..].Trim(), 16) >> (signal - 1) & 1) != 0;
    }

    private static async Task<Child> RunAsync(string program, IReadOnlyDictionary<string, string> environment, string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var cancellation = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return new Child(process.ExitCode, await output, await error);
    }
}
