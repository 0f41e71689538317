using System.Diagnostics;

namespace Bindscope.Tests.Cli;

/// <summary>What a command answers that was run as a process of its own.</summary>
internal sealed record Child(int ExitCode, string Out, string Error)
{
    /// <summary>Runs the program beside the tests.</summary>
    public static Task<Child> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        RunAsync(Path.Combine(AppContext.BaseDirectory, "bindscope"), environment, arguments);

    /// <summary>Runs a program.</summary>
    public static async Task<Child> RunAsync(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
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
