using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;

namespace Bindscope.Tests.Runs;

public sealed class RunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Spec => folder.File("a/spec.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WhatWasCreatedIsOpened()
    {
        Run.Create(folder.File("a"), TinyPresets.Fresh);

        Assert.Equal(PresetJson.Write(TinyPresets.Fresh), PresetJson.Write(Run.Open(folder.File("a")).Preset));
        Assert.Contains("\"half of the training programs use few names\"", File.ReadAllText(Spec), StringComparison.Ordinal);
        Assert.Equal("a", Run.Open(folder.File("a") + "/").Name);
        Assert.False(Run.Open(folder.File("a")).IsFinished);
    }

    [Fact]
    public void AFolderThatHoldsARunIsNotOverwritten()
    {
        Run.Create(folder.File("a"), TinyPresets.Fresh);
        var error = Assert.Throws<UserException>(() => Run.Create(folder.File("a"), TinyPresets.Split));

        Assert.Equal(($"{folder.File("a")} already holds a run", 2), (error.Message, error.ExitCode));
        Assert.Equal(DataSource.Fresh, Run.Open(folder.File("a")).Preset.Training.Source);
    }

    [Fact]
    public void AFolderWithOtherThingsIsLeftAlone()
    {
        File.WriteAllText(folder.File("letter.txt"), "dear");
        var error = Assert.Throws<UserException>(() => Run.Create(folder.Path, TinyPresets.Fresh));

        Assert.Contains("is not empty and holds no run", error.Message, StringComparison.Ordinal);
        Assert.Equal([folder.File("letter.txt")], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void WhatAKilledStartLeftBehindDoesNotMatter()
    {
        Directory.CreateDirectory(folder.File("a"));
        File.WriteAllText(folder.File("a/.lock"), "");
        File.WriteAllText(folder.File("a/spec.json.part"), "{\"form");
        Run.Create(folder.File("a"), TinyPresets.Fresh);

        Assert.False(File.Exists(folder.File("a/spec.json.part")));
        Assert.Equal(4, Run.Open(folder.File("a")).Preset.Task.Lines);
    }

    [Theory]
    [InlineData("/proc/bindscope")]
    [InlineData("/dev/null")]
    [InlineData("/dev/null/a")]
    public void AFolderThatCannotBeMadeIsTheUsersToCorrect(string path)
    {
        var error = Assert.Throws<UserException>(() => Run.Create(path, TinyPresets.Fresh));
        Assert.Contains($"{path} cannot be made", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, error.ExitCode);
    }

    [Fact]
    public void AFolderWithoutARunNamesThoseBesideIt()
    {
        Run.Create(folder.File("b"), TinyPresets.Fresh);
        Run.Create(folder.File("a"), TinyPresets.Fresh);
        Directory.CreateDirectory(folder.File("c"));
        foreach (var name in new[] { "c", "d" })
        {
            var error = Assert.Throws<UserException>(() => Run.Open(folder.File(name)));
            Assert.Contains("holds no run", error.Message, StringComparison.Ordinal);
            Assert.Equal(("beside it there are a, b", 3), (error.Hint, error.ExitCode));
        }
    }

    [Fact]
    public void ASpecThatNobodyMayReadIsNotCalledMissing()
    {
        // A folder in its place is refused by the system with the same error as a missing permission, which root always has.
        Directory.CreateDirectory(folder.File("a/spec.json"));

        var error = Assert.Throws<UserException>(() => Run.Open(folder.File("a")));

        Assert.Contains("spec.json cannot be read", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, error.ExitCode);
    }

    [Fact]
    public void ASpecThatWasCutOffAnywhereIsRefused()
    {
        Run.Create(folder.File("a"), TinyPresets.Fresh);
        var whole = File.ReadAllText(Spec);
        for (var length = 0; length < whole.TrimEnd().Length; length += 97)
        {
            File.WriteAllText(Spec, whole[..length]);
            Refused("spec.json");
        }
    }

    [Theory]
    [InlineData("\"layers\": 2", "\"layers\": 2, \"colour\": 3", "colour")]
    [InlineData("\"dropout\": 0,", "", "dropout")]
    [InlineData("\"review\": 0.3,", "", "review")]
    [InlineData("\"seed\": 3,", "\"seed\": 3, \"seed\": 3,", "seed")]
    [InlineData("\"layers\": 2", "\"layers\": \"two\"", "layers")]
    [InlineData("\"format\": 1", "\"format\": 2", "not of format 1")]
    [InlineData("\"format\": 1", "\"format\": \"1\"", "not of format 1")]
    [InlineData("\"format\": 1,", "", "not of format 1")]
    [InlineData("\"positions\": 19", "\"positions\": 5", "model.positions is 5")]
    [InlineData("\"heads\": 2", "\"heads\": -2", "heads must be at least 1")]
    public void ASpecThatWasChangedIsRefusedByName(string found, string replacement, string named)
    {
        Run.Create(folder.File("a"), TinyPresets.Fresh);
        var whole = File.ReadAllText(Spec);
        Assert.Contains(found, whole, StringComparison.Ordinal);
        File.WriteAllText(Spec, whole.Replace(found, replacement, StringComparison.Ordinal));
        Refused(named);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("no json")]
    public void ASpecThatIsNoneIsRefused(string text)
    {
        Directory.CreateDirectory(folder.File("a"));
        File.WriteAllText(Spec, text);
        Refused("spec.json");
    }

    [Fact]
    public void ANameIsLookedForUnderRunsAndAPathIsTakenAsItIs()
    {
        Assert.Equal("runs/quick-1", Run.Locate("quick-1"));
        Assert.Equal("./quick-1", Run.Locate("./quick-1"));
        Assert.Equal("/tmp/quick-1", Run.Locate("/tmp/quick-1"));
    }

    private void Refused(string named)
    {
        var error = Assert.Throws<UserException>(() => Run.Open(folder.File("a")));
        Assert.StartsWith(Spec, error.Message, StringComparison.Ordinal);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Equal(3, error.ExitCode);
    }
}
