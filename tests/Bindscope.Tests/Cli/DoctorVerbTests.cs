using System.Reflection;
using System.Text.Json;

namespace Bindscope.Tests.Cli;

/// <summary>In processes of their own: a libtorch stays with a process to its end.</summary>
public sealed class DoctorVerbTests : IDisposable
{
    private static readonly string Package = Path.Combine(AppContext.BaseDirectory, "runtimes/linux-x64/native");
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bindscope-doctor-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task WhereEverythingIsThereItSaysSo()
    {
        var (code, findings) = await ExamineAsync();

        Assert.Equal(0, code);
        Assert.All(findings, f => Assert.NotEqual("failure", f.Value.Health));
        Assert.Contains("patched", findings["TorchSharp"].Text, StringComparison.Ordinal);
        Assert.StartsWith("2.10.0 of the build", findings["libtorch"].Text, StringComparison.Ordinal);
        Assert.StartsWith("cpu", findings["devices"].Text, StringComparison.Ordinal);
        Assert.Contains("packages.lock.json", findings["packages"].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("lib")]
    [InlineData("torch/lib")]
    public async Task ALibtorchOfTheMachineIsUsedWhereItIsNamed(string inside)
    {
        var place = folder.CreateSubdirectory(inside.Length == 0 ? "." : inside).FullName.TrimEnd('/');
        LinkAll(Package, place, except: "libLibTorchSharp.so");
        if (inside.Length == 0)
        {
            // The loader knows a file again behind a link. A copy is another library: loaded beside the first one, it would end the process.
            var library = Path.Combine(place, "libtorch_cpu.so");
            File.Delete(library);
            File.Copy(Path.Combine(Package, "libtorch_cpu.so"), library);
        }

        var (code, findings) = await ExamineAsync(folder.FullName);

        Assert.Equal(0, code);
        Assert.StartsWith("2.10.0 named in BINDSCOPE_LIBTORCH", findings["libtorch"].Text, StringComparison.Ordinal);
        Assert.Contains($"in {place.TrimEnd('.').TrimEnd('/')}, uses", findings["libtorch"].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFolderThatIsNotThereIsNamed()
    {
        var (code, findings) = await ExamineAsync("/no/such/folder");

        Assert.Equal(3, code);
        Assert.Equal("There is no libtorch in /no/such/folder: there is no such folder.", findings["libtorch"].Text);
        Assert.Contains("libtorch_cpu.so", findings["libtorch"].Remedy, StringComparison.Ordinal);
        Assert.Equal("failure", findings["devices"].Health);
    }

    [Fact]
    public async Task WhatIsMissingInAFolderIsNamed()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "libc10.so"), "");

        var (_, findings) = await ExamineAsync(folder.FullName);

        Assert.EndsWith("libtorch_cpu.so, libtorch.so missing.", findings["libtorch"].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALibraryThatCannotBeLoadedIsExplainedInTheLoadersWords()
    {
        LinkAll(Package, folder.FullName, except: "libtorch_cpu.so");
        File.WriteAllText(Path.Combine(folder.FullName, "libtorch_cpu.so"), "this is no library");

        var (code, findings) = await ExamineAsync(folder.FullName);

        Assert.Equal(3, code);
        Assert.Contains("libtorch_cpu.so: ", findings["libtorch"].Text, StringComparison.Ordinal);
        Assert.Matches("file too short|invalid ELF header", findings["libtorch"].Text);
    }

    [Fact]
    public async Task AnUnpatchedLibraryIsRecognised()
    {
        var program = CopyOfTheProgram();
        var native = Path.Combine(program, "runtimes/linux-x64/native");
        LinkAll(Package, native, except: "libLibTorchSharp.so");
        var package = GetType().Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "TorchSharp").Value!;
        File.Copy(Path.Combine(package, "runtimes/linux-x64/native/libLibTorchSharp.so"), Path.Combine(native, "libLibTorchSharp.so"));

        var findings = Findings(await Child.RunAsync(Path.Combine(program, "bindscope"), Environment(null), "doctor", "--json"));

        Assert.Contains("not patched", findings["TorchSharp"].Text, StringComparison.Ordinal);
        if (findings["libtorch"].Health == "failure")
        {
            // Where the system's C++ library is new enough, the unpatched library works.
            Assert.Contains("GLIBCXX_3.4.32", findings["libtorch"].Text, StringComparison.Ordinal);
            Assert.Contains("not patched", findings["libtorch"].Remedy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AProgramWithoutAnyLibtorchSaysHowToNameOne()
    {
        var program = CopyOfTheProgram();
        File.Copy(Path.Combine(Package, "libLibTorchSharp.so"), Path.Combine(program, "runtimes/linux-x64/native/libLibTorchSharp.so"));

        var alone = Findings(await Child.RunAsync(Path.Combine(program, "bindscope"), Environment(null), "doctor", "--json"));
        var withOne = Findings(await Child.RunAsync(Path.Combine(program, "bindscope"), Environment(Package), "doctor", "--json"));

        Assert.StartsWith("There is no libtorch: neither beside", alone["libtorch"].Text, StringComparison.Ordinal);
        Assert.Contains("BINDSCOPE_LIBTORCH", alone["libtorch"].Remedy, StringComparison.Ordinal);
        Assert.Equal("good", withOne["libtorch"].Health);
        Assert.Contains("not in a clone", withOne["packages"].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheTextHasAMarkAndARemedyForWhatIsWrong()
    {
        var answer = await Child.RunAsync(Environment("/no/such/folder"), "doctor");

        Assert.Equal(3, answer.ExitCode);
        Assert.Contains("\nx libtorch    There is no libtorch", answer.Out, StringComparison.Ordinal);
        Assert.EndsWith("Bindscope does not work here yet.\n", answer.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "train", "--run", "/no/such/run")]
    [InlineData(3, "heads", "--run", "/no/such/run")]
    [InlineData(0, "generate", "--seed", "1")]
    [InlineData(0, "presets")]
    public async Task OnlyCommandsThatComputeNeedLibtorch(int exitCode, params string[] arguments)
    {
        var answer = await Child.RunAsync(Environment("/no/such/folder"), arguments);

        Assert.Equal(exitCode, answer.ExitCode);
        Assert.StartsWith(exitCode == 0 ? "" : "error: There is no libtorch in /no/such/folder: ", answer.Error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, Dictionary<string, Shown> Findings)> ExamineAsync(string? libtorch = null)
    {
        var answer = await Child.RunAsync(Environment(libtorch), "doctor", "--json");
        return (answer.ExitCode, Findings(answer));
    }

    private static Dictionary<string, string> Environment(string? libtorch) =>
        libtorch is null ? [] : new(StringComparer.Ordinal) { ["BINDSCOPE_LIBTORCH"] = libtorch };

    private static Dictionary<string, Shown> Findings(Child answer)
    {
        Assert.Empty(answer.Error);
        return JsonDocument.Parse(answer.Out).RootElement.GetProperty("findings").EnumerateArray().ToDictionary(
            f => f.GetProperty("name").GetString()!,
            f => new Shown(
                f.GetProperty("health").GetString()!,
                f.GetProperty("text").GetString()!,
                f.TryGetProperty("remedy", out var remedy) ? remedy.GetString()! : ""),
            StringComparer.Ordinal);
    }

    /// <summary>The program in another folder, without native libraries.</summary>
    /// <remarks>Copied: behind a link, a program looks for the rest beside its real place.</remarks>
    private string CopyOfTheProgram()
    {
        var program = folder.CreateSubdirectory("program").FullName;
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            File.Copy(file, Path.Combine(program, Path.GetFileName(file)));
        }

        Directory.CreateDirectory(Path.Combine(program, "runtimes/linux-x64/native"));
        return program;
    }

    private sealed record Shown(string Health, string Text, string Remedy);

    private static void LinkAll(string from, string to, string except)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from).Where(f => Path.GetFileName(f) != except))
        {
            File.CreateSymbolicLink(Path.Combine(to, Path.GetFileName(file)), file);
        }
    }
}
