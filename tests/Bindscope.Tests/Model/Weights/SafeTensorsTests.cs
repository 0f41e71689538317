using System.Security.Cryptography;
using System.Text;
using Bindscope.Model.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Tests.Model.Weights;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void EveryTypeAndShapeIsReadBackBitForBit()
    {
        (string Name, Tensor Value)[] tensors =
        [
            ("scalar", tensor(1.5f)),
            ("empty", zeros(0, 3)),
            ("float", tensor([float.NaN, float.NegativeInfinity, -0f, float.Epsilon])),
            ("half", randn(3, 2).to(ScalarType.Float16)),
            ("brain", randn(5).to(ScalarType.BFloat16)),
            ("long", tensor([long.MinValue, 0L, long.MaxValue])),
            ("slice", arange(12, ScalarType.Float32).view(3, 4).transpose(0, 1)),
            ("odd \"name\" é", ones(1)),
        ];
        var metadata = new Dictionary<string, string> { ["step"] = "500", ["a \"b\""] = "é\n" };
        SafeTensors.Write(folder.File("t"), tensors, metadata);
        using SafeTensorsFile file = SafeTensors.Read(folder.File("t"));
        Assert.Equal(metadata, file.Metadata);
        Assert.Equal(tensors.Length, file.Tensors.Count);
        foreach ((string name, Tensor value) in tensors)
        {
            Tensor read = file.Tensors[name];
            Assert.Equal(value.dtype, read.dtype);
            Assert.Equal(value.shape, read.shape);
            if (value.numel() > 0)
            {
                Assert.Equal(Samples.Bytes(value), Samples.Bytes(read));
            }
        }
    }

    [Fact]
    public void TheBytesAreThoseOfTheFormat()
    {
        var metadata = new Dictionary<string, string> { ["k"] = "v" };
        SafeTensors.Write(folder.File("t"), [("b", tensor([1f])), ("i", tensor([2L])), ("a", tensor([0.5f]))], metadata);
        byte[] data = [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x3F, 0, 0, 0x80, 0x3F];
        byte[] described =
        [
            .. "i\nI64 1 0 8\n"u8, .. data[..8], .. "a\nF32 1 8 12\n"u8, .. data[8..12], .. "b\nF32 1 12 16\n"u8, .. data[12..],
        ];
        string header =
            $$$"""{"__metadata__":{"checksum":"{{{Convert.ToHexStringLower(SHA256.HashData(described))}}}","k":"v"},"i":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}""" +
            ""","a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},"b":{"dtype":"F32","shape":[1],"data_offsets":[12,16]}}""";
        byte[] padded = Encoding.ASCII.GetBytes(header.PadRight((header.Length + 7) / 8 * 8));
        byte[] expected = [(byte)padded.Length, (byte)(padded.Length >> 8), 0, 0, 0, 0, 0, 0, .. padded, .. data];
        Assert.Equal(expected, File.ReadAllBytes(folder.File("t")));
    }

    [Fact]
    public void TheOrderOfTensorsAndMetadataDoesNotMatter()
    {
        (string, Tensor)[] tensors = [("x", randn(3)), ("a", arange(4)), ("y", randn(2, 2))];
        SafeTensors.Write(folder.File("one"), tensors, new Dictionary<string, string> { ["p"] = "1", ["q"] = "2" });
        SafeTensors.Write(folder.File("two"), tensors.Reverse(), new Dictionary<string, string> { ["q"] = "2", ["p"] = "1" });
        Assert.Equal(File.ReadAllBytes(folder.File("one")), File.ReadAllBytes(folder.File("two")));
    }

    [Fact]
    public void WhatTheFormatCannotHoldIsAnArgumentError()
    {
        Assert.Throws<ArgumentException>(() => SafeTensors.Write(folder.File("t"), [("a", ones(1, ScalarType.Float64))]));
        Assert.Throws<ArgumentException>(() => SafeTensors.Write(folder.File("t"), [("a", ones(1)), ("a", ones(1))]));
        Assert.Throws<ArgumentException>(() => SafeTensors.Write(folder.File("t"), [("__metadata__", ones(1))]));
        Assert.Throws<ArgumentException>(() => SafeTensors.Write(
            folder.File("t"), [("a", ones(1))], new Dictionary<string, string> { ["checksum"] = "" }));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void ReadingLeavesNoTensorBehind()
    {
        SafeTensors.Write(folder.File("t"), [("a", ones(3)), ("b", ones(3))]);
        File.WriteAllBytes(folder.File("short"), File.ReadAllBytes(folder.File("t"))[..^1]);
        SafeTensors.Read(folder.File("t")).Dispose();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        SafeTensors.Read(folder.File("t")).Dispose();
        Assert.ThrowsAny<Exception>(() => SafeTensors.Read(folder.File("short")));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
