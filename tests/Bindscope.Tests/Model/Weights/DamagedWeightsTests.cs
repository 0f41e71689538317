using System.Buffers.Binary;
using System.Text;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Model.Weights;
using CsCheck;

namespace Bindscope.Tests.Model.Weights;

public sealed class DamagedWeightsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("[]", 0, "not a JSON object")]
    [InlineData("{ ", 0, "not JSON")]
    [InlineData("""{"\ud800":1}""", 0, "not Unicode")]
    [InlineData("{} x", 0, "not JSON")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        8,
        "'a' twice")]
    [InlineData("""{"a":1}""", 0, "'a' needs exactly")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 0, "'a' needs exactly")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}""", 4, "'a' needs exactly")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","data_offsets":[0,4]}}""", 4, "'a' needs exactly")]
    [InlineData("""{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""", 8, "'a' has the type \"I64\"; known are F32, F16, BF16, F64")]
    [InlineData("""{"a":{"dtype":32,"shape":[1],"data_offsets":[0,8]}}""", 8, "'a' has the type 32")]
    [InlineData("""{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""", 4, "'a': shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "'a': shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,6]}}""", 6, "'a': shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4, "'a': shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9000000000000000000,9],"data_offsets":[0,4]}}""", 4, "'a' is too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "'a' has data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "'a' has data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "'a' has data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'a' starts at byte 4")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        4,
        "'b' starts")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "truncated inside tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "1 bytes after its last tensor")]
    [InlineData("""{"__metadata__":[]}""", 0, "'__metadata__' is not an object")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "'__metadata__.k' is not a string")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", 0, "'k' twice")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "'__metadata__' twice")]
    public void AHeaderThatBreaksTheFormatIsRefusedByName(string header, int dataLength, string expected)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, json.Length);
        Refused([.. prefix, .. json, .. new byte[dataLength]], expected);
    }

    [Theory]
    [InlineData(0, 7, "too short")]
    [InlineData(1, 8, "its header has 1 bytes")]
    [InlineData(100, 50, "its header has 100 bytes")]
    [InlineData(-1, 50, "its header has -1 bytes")]
    [InlineData(long.MaxValue, 50, "its header has")]
    public void AHeaderLengthThatCannotBeIsRefused(long length, int fileLength, string expected)
    {
        var bytes = new byte[Math.Max(8, fileLength)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        Refused(bytes[..fileLength], expected);
    }

    [Fact]
    public void AFlippedBitInAnyWeightIsNoticed()
    {
        byte[] whole = Written(Samples.Spec());
        int data = 8 + BinaryPrimitives.ReadInt32LittleEndian(whole);
        Gen.Int[data, whole.Length - 1].Select(Gen.Int[0, 7]).Sample(
            (place, bit) =>
            {
                byte[] damaged = [.. whole];
                damaged[place] ^= (byte)(1 << bit);
                Refused(damaged, "the checksum differs");
            },
            iter: 30,
            threads: 1);
    }

    [Fact]
    public void AFileOfAnotherProgramHasNoChecksumAndIsRead()
    {
        byte[] json = Encoding.UTF8.GetBytes("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""");
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, json.Length);
        File.WriteAllBytes(folder.File("foreign"), [.. prefix, .. json, 0, 0, 0x80, 0x3F]);

        SafeTensorsFile file = SafeTensors.Read(folder.File("foreign"));

        Assert.Equal(1f, file.Tensors["a"].Values[0]);
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void AFileThatIsNotThereIsNamed()
    {
        var error = Assert.Throws<UserException>(() => SafeTensors.Read(folder.File("missing")));
        Assert.Contains("missing: there is no such file", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, error.ExitCode);
    }

    [Fact]
    public void ACutFileIsRefusedWhereverItWasCut()
    {
        byte[] whole = Written(Samples.Spec(layers: 1));
        Gen.Int[0, whole.Length - 1].Sample(length => Refused(whole[..length], null), iter: 100, threads: 1);
    }

    [Fact]
    public void ADamagedHeaderIsRefusedOrStillSaysTheSame()
    {
        ModelSpec spec = Samples.Spec(layers: 1);
        byte[] whole = Written(spec);
        Transformer model = ModelWeights.Load(folder.File("w"), spec);
        byte[] weights = Samples.Bytes(model.Parameters.Flat);
        long dataStart = 8 + BinaryPrimitives.ReadInt64LittleEndian(whole);
        Gen.Select(Gen.Int[0, (int)dataStart - 1], Gen.Byte[1, 255]).Sample(
            (at, flip) =>
            {
                byte[] damaged = [.. whole];
                damaged[at] ^= flip;
                File.WriteAllBytes(folder.File("damaged"), damaged);
                try
                {
                    // White space behind the header may be of another kind, and a checksum under another name is none.
                    Transformer read = ModelWeights.Load(folder.File("damaged"), spec);
                    Assert.True(weights.AsSpan().SequenceEqual(Samples.Bytes(read.Parameters.Flat)), $"byte {at} changed to {damaged[at]}");
                }
                catch (UserException error)
                {
                    Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
                }
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public void AModelIsReadBackBitForBitAndItsFileIsStable()
    {
        ModelSpec spec = Samples.Spec(layers: 11);
        Transformer model = Samples.Model(spec, 1);
        var metadata = new Dictionary<string, string> { ["step"] = "7" };
        ModelWeights.Save(folder.File("first"), model, metadata);
        Transformer read = ModelWeights.Load(folder.File("first"), spec);
        Assert.Equal(Samples.Bytes(model.Parameters.Flat), Samples.Bytes(read.Parameters.Flat));
        ModelWeights.Save(folder.File("second"), read, metadata);
        Assert.Equal(File.ReadAllBytes(folder.File("first")), File.ReadAllBytes(folder.File("second")));
    }

    [Fact]
    public void WeightsOfAnotherModelAreRefusedByTensor()
    {
        ModelSpec spec = Samples.Spec();
        Transformer model = Samples.Model(spec, 1);
        ModelWeights.Save(folder.File("w"), model);
        Mismatch(spec with { MlpWidth = 13 }, "'layers.1.mlp.input.weight' is [12, 8], a model of this spec needs [13, 8]");
        Mismatch(spec with { Layers = 3 }, "'layers.3.attention_norm.weight' is missing");
        Mismatch(spec with { Layers = 1 }, "a tensor 'layers.2.attention.output.bias', which");

        void Mismatch(ModelSpec other, string expected)
        {
            var error = Assert.Throws<UserException>(() => ModelWeights.Load(folder.File("w"), other));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            Assert.Contains("of another model than spec.json", error.Message, StringComparison.Ordinal);
        }
    }

    private byte[] Written(ModelSpec spec)
    {
        Transformer model = Samples.Model(spec, 1);
        ModelWeights.Save(folder.File("w"), model);
        return File.ReadAllBytes(folder.File("w"));
    }

    private void Refused(byte[] bytes, string? expected)
    {
        string path = folder.File("damaged.safetensors");
        File.WriteAllBytes(path, bytes);
        var error = Assert.Throws<UserException>(() => SafeTensors.Read(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected ?? "", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, error.ExitCode);
    }
}
