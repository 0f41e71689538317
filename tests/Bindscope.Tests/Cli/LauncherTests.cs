using System.Runtime.CompilerServices;
using Bindscope.Tests.Model.Weights;

namespace Bindscope.Tests.Cli;

/// <summary>The script that builds and starts, over a build that is there: started by somebody who may read the clone alone.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class LauncherTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public LauncherTests()
    {
        File.Copy(Script(), folder.File("bindscope"));
        foreach (string file in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", ".editorconfig" })
        {
            File.WriteAllText(folder.File(file), "");
        }

        string build = folder.File("artifacts/launch/20260101T000000-1");
        Directory.CreateDirectory(folder.File("src"));
        Directory.CreateDirectory(folder.File("build"));
        Directory.CreateDirectory(Path.Combine(build, "program"));
        File.WriteAllText(folder.File("src/a.cs"), "");
        File.WriteAllText(Path.Combine(build, "program/bindscope"), "#!/bin/sh\necho started \"$@\"\n");
        File.SetUnixFileMode(Path.Combine(build, "program/bindscope"), (UnixFileMode)0b111_101_101);
        File.WriteAllText(Path.Combine(build, "in-use"), "");
        File.WriteAllText(folder.File("artifacts/launch/lock"), "");
        File.CreateSymbolicLink(folder.File("artifacts/launch/current"), "20260101T000000-1");
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ACurrentBuildIsStartedWithoutALockByWhoMayOnlyRead()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"), "this takes a second user");
        await Child.RunAsync(
            "/bin/sh",
            new Dictionary<string, string>(),
            "-c",
            "cd \"$0\" && find \"$0/src\" \"$0/build\" \"$0\"/Directory.* \"$0/global.json\" \"$0/.editorconfig\" -type f | LC_ALL=C sort | cksum"
                + " > artifacts/launch/current/built",
            folder.Path);

        Child current = await Start();
        await Task.Delay(20, TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(folder.File("src/a.cs"), File.GetLastWriteTimeUtc(folder.File("artifacts/launch/current/built")).AddSeconds(5));
        Child older = await Start();

        Assert.Equal((0, "started presets\n", ""), (current.ExitCode, current.Out, current.Error));
        Assert.Equal((3, ""), (older.ExitCode, older.Out));
        Assert.Contains("is older than its sources, and you may not write there", older.Error, StringComparison.Ordinal);
        Assert.Contains("\nhint: ", older.Error, StringComparison.Ordinal);
    }

    private Task<Child> Start() => Child.RunAsync(
        "/usr/bin/setpriv",
        new Dictionary<string, string>(),
        "--reuid=65534", "--regid=65534", "--clear-groups", "/bin/sh", folder.File("bindscope"), "presets");

    private static string Script([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../bindscope");
}
