using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Bindscope.Model.Weights;
using Bindscope.Numerics;

namespace Bindscope.Tests.Model.Weights;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void EveryShapeIsReadBackBitForBit()
    {
        (string Name, Tensor Value)[] tensors =
        [
            ("scalar", Tensor.Of([1.5f])),
            ("empty", new Tensor(0, 3)),
            ("float", Tensor.Of([float.NaN, float.NegativeInfinity, -0f, float.Epsilon], 4)),
            ("matrix", Samples.Normal(1, 3, 4)),
            ("odd \"name\" é", Tensor.Of([1], 1)),
        ];
        var metadata = new Dictionary<string, string> { ["step"] = "500", ["a \"b\""] = "é\n" };
        SafeTensors.Write(folder.File("t"), tensors, metadata);
        SafeTensorsFile file = SafeTensors.Read(folder.File("t"));
        Assert.Equal(metadata, file.Metadata);
        Assert.Equal(tensors.Length, file.Tensors.Count);
        foreach ((string name, Tensor value) in tensors)
        {
            Assert.Equal(value.Shape, file.Tensors[name].Shape);
            Assert.Equal(Samples.Bytes(value), Samples.Bytes(file.Tensors[name]));
        }
    }

    [Fact]
    public void NumbersOfSixteenBitsAreRoundedToTheNearestAndWidened()
    {
        Tensor value = Tensor.Of([1, 1.0004f, 1.0006f, -65504, 1e6f, 6e-8f], 6);
        SafeTensors.Write(folder.File("half"), [("a", value)], precision: WeightPrecision.Half);
        Assert.Equal([1, 1, 1.0009766f, -65504, float.PositiveInfinity, 5.9604645e-8f], SafeTensors.Read(folder.File("half")).Tensors["a"].Values.ToArray());

        byte[] json = Encoding.UTF8.GetBytes("""{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}""");
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, json.Length);
        File.WriteAllBytes(folder.File("brain"), [.. prefix, .. json, 0x80, 0x3F, 0x49, 0xC0]);
        Assert.Equal([1, -3.140625f], SafeTensors.Read(folder.File("brain")).Tensors["a"].Values.ToArray());
    }

    [Fact]
    public void TheBytesAreThoseOfTheFormat()
    {
        var metadata = new Dictionary<string, string> { ["k"] = "v" };
        SafeTensors.Write(folder.File("t"), [("b", Tensor.Of([1], 1)), ("a", Tensor.Of([0.5f], 1))], metadata);
        byte[] data = [0, 0, 0, 0x3F, 0, 0, 0x80, 0x3F];
        byte[] described = [.. "a\nF32 1 0 4\n"u8, .. data[..4], .. "b\nF32 1 4 8\n"u8, .. data[4..]];
        string header =
            $$$"""{"__metadata__":{"checksum":"{{{Convert.ToHexStringLower(SHA256.HashData(described))}}}","k":"v"}""" +
            ""","a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""";
        byte[] padded = Encoding.ASCII.GetBytes(header.PadRight((header.Length + 7) / 8 * 8));
        byte[] expected = [(byte)padded.Length, (byte)(padded.Length >> 8), 0, 0, 0, 0, 0, 0, .. padded, .. data];
        Assert.Equal(expected, File.ReadAllBytes(folder.File("t")));
    }

    [Fact]
    public void TheOrderOfTensorsAndMetadataDoesNotMatter()
    {
        (string, Tensor)[] tensors = [("x", Samples.Normal(1, 3)), ("a", Samples.Normal(2, 4)), ("y", Samples.Normal(3, 2, 2))];
        SafeTensors.Write(folder.File("one"), tensors, new Dictionary<string, string> { ["p"] = "1", ["q"] = "2" });
        SafeTensors.Write(folder.File("two"), tensors.Reverse(), new Dictionary<string, string> { ["q"] = "2", ["p"] = "1" });
        Assert.Equal(File.ReadAllBytes(folder.File("one")), File.ReadAllBytes(folder.File("two")));
    }

    [Fact]
    public void WhatTheFormatCannotHoldIsAnArgumentError()
    {
        Tensor one = new(1);
        Assert.Throws<ArgumentException>(() => SafeTensors.Write(folder.File("t"), [("a", one), ("a", one)]));
        Assert.Throws<ArgumentException>(() => SafeTensors.Write(folder.File("t"), [("__metadata__", one)]));
        Assert.Throws<ArgumentException>(() => SafeTensors.Write(
            folder.File("t"), [("a", one)], new Dictionary<string, string> { ["checksum"] = "" }));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
