using System.Diagnostics;
using System.Text;
using Bindscope.Errors;
using Bindscope.Model.Weights;

namespace Bindscope.Tests.Model.Weights;

public sealed class WholeFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WhatIsWrittenIsThereAndNothingElse()
    {
        string path = folder.File("deep/down/a.txt");
        WholeFile.WriteText(path, "first, and long");
        WholeFile.WriteText(path, "é");
        Assert.Equal("é"u8.ToArray(), File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void TheOldFileStandsUntilTheNewOneIsWhole()
    {
        string path = folder.File("a.txt");
        WholeFile.WriteText(path, "old");
        WholeFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(path));
        });
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void AFailureLeavesTheOldFileAndNoTrace()
    {
        string path = folder.File("a.txt");
        WholeFile.WriteText(path, "old");
        Assert.Throws<InvalidOperationException>(() => WholeFile.Write(path, stream =>
        {
            stream.Write(new byte[1 << 20]);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void AFullDiskIsNamedAndLeavesTheOldFile()
    {
        string path = folder.File("a.txt");
        WholeFile.WriteText(path, "old");

        // Whatever is written to /dev/full fails as a full disk does; the unfinished file is made to be it.
        File.CreateSymbolicLink(path + ".part", "/dev/full");
        var error = Assert.Throws<UserException>(() => WholeFile.WriteText(path, "new"));
        Assert.Contains("the disk is full; the previous file is whole and untouched", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, error.ExitCode);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
        WholeFile.WriteText(path, "new");
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void AFolderThatIsAFileIsRefused()
    {
        WholeFile.WriteText(folder.File("a"), "file");
        var error = Assert.Throws<UserException>(() => WholeFile.WriteText(folder.File("a/b"), "new"));
        Assert.Contains("nothing was written", error.Message, StringComparison.Ordinal);
        Assert.Equal("file", File.ReadAllText(folder.File("a")));
    }

    [Fact]
    public void AFileThatIsAFolderIsRefusedAndKept()
    {
        Directory.CreateDirectory(folder.File("a"));
        WholeFile.WriteText(folder.File("a/inside"), "kept");
        Assert.Throws<UserException>(() => WholeFile.WriteText(folder.File("a"), "new"));
        Assert.Equal("kept", File.ReadAllText(folder.File("a/inside")));
        Assert.False(File.Exists(folder.File("a.part")));
    }

    [Fact]
    public void AFolderThatCannotBeWrittenIsRefusedEvenForRoot()
    {
        var error = Assert.Throws<UserException>(() => WholeFile.WriteText("/sys/bindscope.txt", "new"));
        Assert.Equal(3, error.ExitCode);
        Assert.Contains("nothing was written", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASecondWriterIsRefusedAndTheFirstGoesOn()
    {
        string path = folder.File("a.txt");
        WholeFile.Write(path, stream =>
        {
            stream.Write("first"u8);
            Assert.Throws<UserException>(() => WholeFile.WriteText(path, "second"));
        });
        Assert.Equal("first", File.ReadAllText(path));
    }

    [Fact]
    public void AKilledWriterLeavesTheOldFileAndTheNextWriteClearsUp()
    {
        // What a killed process leaves behind is its unfinished content: here one of a shell that is killed while it writes.
        string path = folder.File("a.txt");
        WholeFile.WriteText(path, "old");
        using Process writer = Process.Start("/bin/sh", ["-c", $"echo half > '{path}.part'; kill -9 $$"])!;
        writer.WaitForExit();
        Assert.Equal(137, writer.ExitCode);
        Assert.Equal("old", File.ReadAllText(path));
        WholeFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes("new")));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }
}
