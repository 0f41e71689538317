using System.Buffers.Binary;
using System.Text;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Model.Weights;
using Bindscope.Numerics;

namespace Bindscope.Tests.Model.Weights;

/// <summary>What stands in the place of weights is named for what it is, with a remedy of its own.</summary>
public sealed class ForeignFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 12\n", "pointer of Git LFS", "git lfs pull")]
    [InlineData("PK\u0003\u0004\0\0archive/data.pkl", "torch.save", "safetensors.torch.save_file")]
    [InlineData("\u0080\u0002}q\0X\u0005\0\0\0model", "Python pickle", "safetensors.torch.save_file")]
    [InlineData("\n<!DOCTYPE html><html><body>Sign in</body>", "web page", "raw file")]
    [InlineData("\u001f\u008b\u0008\0\0\0\0\0\0\u0003", "compressed", "gunzip")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0", "nothing but zeros", "copy")]
    public void AnotherKindOfFileIsNamed(string content, string named, string remedy)
    {
        File.WriteAllBytes(folder.File("w"), Encoding.Latin1.GetBytes(content));

        var error = Assert.Throws<UserException>(() => SafeTensors.Read(folder.File("w")));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Hint, StringComparison.Ordinal);
        Assert.Equal(3, error.ExitCode);
    }

    [Theory]
    [InlineData("_orig_mod.")]
    [InlineData("module.")]
    [InlineData("module._orig_mod.")]
    public void WhatAWrapperPutBeforeAllNamesIsLeftOut(string prefix)
    {
        ModelSpec spec = Samples.Spec();
        Transformer model = Samples.Model(spec, 1);
        SafeTensors.Write(folder.File("w"), model.Parameters.Names.Select(name => (prefix + name, model.Parameters[name])));

        Assert.Equal(model.Parameters.Flat.ToArray(), ModelWeights.Load(folder.File("w"), spec).Parameters.Flat.ToArray());

        SafeTensors.Write(folder.File("w"), model.Parameters.Names.Select((name, i) => ((i == 0 ? "" : prefix) + name, model.Parameters[name])));
        var error = Assert.Throws<UserException>(() => ModelWeights.Load(folder.File("w"), spec));
        Assert.Contains(prefix, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersOf64BitsAreRounded()
    {
        byte[] json = Encoding.UTF8.GetBytes("""{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}""");
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(folder.File("w"), [.. length, .. json, .. BitConverter.GetBytes(0.1), .. BitConverter.GetBytes(-3.0)]);

        Assert.Equal([0.1f, -3f], SafeTensors.Read(folder.File("w")).Tensors["a"].Values.ToArray());
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void WeightsThatAreNoNumbersAreRefusedByTensorAndIndex(float value, string written)
    {
        ModelSpec spec = Samples.Spec();
        Transformer model = Samples.Model(spec, 1);
        var weight = model.Parameters["layers.1.mlp.input.weight"];
        weight.Row(3)[2] = value;
        model.Parameters.Write("layers.1.mlp.input.weight", weight.Values);

        ModelWeights.Save(folder.File("w"), model);

        var error = Assert.Throws<UserException>(() => ModelWeights.Load(folder.File("w"), spec));

        Assert.Contains($"tensor 'layers.1.mlp.input.weight' holds {written} at [3, 2]", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, error.ExitCode);
    }

    [Fact]
    public void OffsetsThatChangePlacesAreNoticed()
    {
        SafeTensors.Write(folder.File("w"), [("a", Tensor.Of([1, 1], 2)), ("b", new Tensor(2))]);
        byte[] bytes = File.ReadAllBytes(folder.File("w"));
        int header = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        string json = Encoding.UTF8.GetString(bytes, 8, header);
        string swapped = json.Replace("\"data_offsets\":[0,8]", "\"data_offsets\":[x]", StringComparison.Ordinal)
            .Replace("\"data_offsets\":[8,16]", "\"data_offsets\":[0,8]", StringComparison.Ordinal)
            .Replace("\"data_offsets\":[x]", "\"data_offsets\":[8,16]", StringComparison.Ordinal);
        File.WriteAllBytes(folder.File("w"), [.. bytes[..8], .. Encoding.UTF8.GetBytes(swapped), .. bytes[(8 + header)..]]);

        Assert.Contains("the checksum differs", Assert.Throws<UserException>(() => SafeTensors.Read(folder.File("w"))).Message, StringComparison.Ordinal);
    }
}
