using System.Text;
using System.Text.Json;
using Bindscope.Runs;
using Bindscope.Tests.Model.Weights;

namespace Bindscope.Tests.Runs;

public sealed class StoredJsonTests : IDisposable
{
    private const string Compressed = ".gz";
    private static readonly string Content = "{\"format\":1,\"name\":\"Ünïcode\",\"values\":["
        + string.Join(',', Enumerable.Range(0, 5000)) + "]}\n";

    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("result.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ACompressedFileReadsLikeThePlainOne()
    {
        Assert.False(StoredJson.Exists(Path));
        StoredJson.Write(Path, Content);
        long length = StoredJson.Length(Path);
        Pack();

        Assert.Equal(Path + Compressed, StoredJson.Find(Path));
        Assert.Equal(Content, StoredJson.ReadText(Path));
        Assert.Equal(Encoding.UTF8.GetBytes(Content), StoredJson.ReadBytes(Path));
        Assert.Equal((length, Encoding.UTF8.GetByteCount(Content)), (StoredJson.Length(Path), (int)length));
        Assert.Equal([Path], StoredJson.In(folder.Path));
        Assert.True(new FileInfo(Path + Compressed).Length < length / 2);
    }

    [Fact]
    public void TheSameContentGivesTheSameBytes()
    {
        StoredJson.Write(Path, Content);
        StoredJson.Compress(Path, folder.File("a.json"));
        File.SetLastWriteTimeUtc(Path, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        StoredJson.Compress(Path, folder.File("b.json"));
        StoredJson.Compress(folder.File("b.json"), folder.File("c.json"));
        byte[][] copies = [.. "abc".Select(name => File.ReadAllBytes(folder.File($"{name}.json{Compressed}")))];

        Assert.Equal(copies[0], copies[1]);
        Assert.Equal(copies[0], copies[2]);
        // No flags, and so no name, and no time (RFC 1952).
        Assert.Equal(new byte[] { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0 }, copies[0][..8]);
    }

    [Fact]
    public void WhatIsWrittenAnewReplacesTheCompressedFile()
    {
        StoredJson.Write(Path, Content);
        Pack();
        StoredJson.Write(Path, "{}");

        Assert.Equal("{}", StoredJson.ReadText(Path));
        Assert.False(File.Exists(Path + Compressed));
    }

    // What a process leaves that is killed between writing the new answer and removing the old one.
    [Fact]
    public void OfBothThePlainOneCounts()
    {
        StoredJson.Write(Path, Content);
        StoredJson.Compress(Path, Path);
        File.WriteAllText(Path, "{\"newer\":true}");

        Assert.Equal(Path, StoredJson.Find(Path));
        Assert.Equal("{\"newer\":true}", StoredJson.ReadText(Path));
        Assert.Equal(14, StoredJson.Length(Path));
        Assert.Equal([Path], StoredJson.In(folder.Path));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 2000)]
    [InlineData(0, 3)]
    [InlineData(0, 18)]
    [InlineData(0, -1)]
    [InlineData(0, -9)]
    [InlineData(1, 0)]
    public void ADamagedFileIsRefused(int flip, int keep)
    {
        StoredJson.Write(Path, Content);
        Pack();
        byte[] bytes = File.ReadAllBytes(Path + Compressed);
        if (flip > 0)
        {
            bytes[bytes.Length / 2] ^= 0xff;
        }
        else
        {
            bytes = bytes[..(keep >= 0 ? keep : bytes.Length + keep)];
        }

        File.WriteAllBytes(Path + Compressed, bytes);
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<JsonElement>(StoredJson.ReadText(Path)));
    }

    [Fact]
    public void AFileThatIsNotThereIsAFileProblem()
    {
        Assert.Throws<FileNotFoundException>(() => StoredJson.ReadText(Path));
        Assert.Equal(0, StoredJson.Length(Path));
        Assert.Empty(StoredJson.In(folder.File("none")));
    }

    private void Pack()
    {
        StoredJson.Compress(Path, Path);
        File.Delete(Path);
    }
}
