using System.Text.Json;
using Bindscope.Cli.Doctor;
using Bindscope.Numerics;

namespace Bindscope.Tests.Cli;

public sealed class DoctorVerbTests
{
    [Fact]
    public void WhereEverythingIsThereItSaysSo()
    {
        var answer = CommandLine.Run("doctor", "--json");
        var findings = Findings(answer.Out);

        Assert.Equal(0, answer.ExitCode);
        Assert.Equal(["runtime", "system", "processor", "lanes", "memory", "packages"], findings.Keys);
        Assert.All(findings, f => Assert.NotEqual("failure", f.Value.Health));
        Assert.Equal(Lanes.Name, findings["lanes"].Text);
        Assert.Contains("packages.lock.json", findings["packages"].Text, StringComparison.Ordinal);
        Assert.EndsWith("Bindscope works here.\n", CommandLine.Run("doctor").Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    public async Task LanesThatAreSwitchedOffAreNotUsed(string variable, int bits)
    {
        Assert.SkipUnless(Lanes.Name.StartsWith("512", StringComparison.Ordinal), "the processor's widest vectors are not of 512 bits");
        var answer = await Child.RunAsync(
            new Dictionary<string, string>(StringComparer.Ordinal) { [variable] = "0" }, "doctor", "--json");

        Assert.StartsWith($"{bits} bits", Findings(answer.Out)["lanes"].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void OutsideAClonePackagesAreNotCompared()
    {
        var folder = Directory.CreateTempSubdirectory("bindscope-doctor-");

        Assert.Contains("not in a clone", Packages.LockFile(folder.FullName).Text, StringComparison.Ordinal);
        folder.Delete();
    }

    private static Dictionary<string, (string Health, string Text)> Findings(string json) =>
        JsonDocument.Parse(json).RootElement.GetProperty("findings").EnumerateArray().ToDictionary(
            f => f.GetProperty("name").GetString()!,
            f => (f.GetProperty("health").GetString()!, f.GetProperty("text").GetString()!),
            StringComparer.Ordinal);
}
