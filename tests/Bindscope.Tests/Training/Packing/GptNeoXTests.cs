using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Model.Weights;
using Bindscope.Programs.Tokens;
using Bindscope.Tests.Model.Weights;
using Bindscope.Training.Packing;

namespace Bindscope.Tests.Training.Packing;

/// <summary>That another program gets the same logits of these files is held by clients/python/tests.</summary>
public sealed class GptNeoXTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void EveryHeadsQueriesKeysAndValuesStandTogetherAndMissingBiasesAreZero()
    {
        ModelSpec spec = TinyPresets.Fresh.Model with { Biases = Biases.None };
        var model = Transformer.Create(spec, 5);
        GptNeoX.Write(model, folder.File("out"));

        SafeTensorsFile written = SafeTensors.Read(folder.File("out/model.safetensors"));
        float[] ours = model.Parameters["layers.2.attention.qkv.weight"].Values.ToArray();
        float[] theirs = written.Tensors["gpt_neox.layers.1.attention.query_key_value.weight"].Values.ToArray();
        int block = spec.HeadWidth * spec.Width;
        int[] order = [0, 2, 4, 1, 3, 5];
        Assert.Equal(order.SelectMany(i => ours.AsSpan(i * block, block).ToArray()), theirs);
        Assert.All(
            written.Tensors.Where(tensor => tensor.Key.EndsWith(".bias", StringComparison.Ordinal)),
            bias => Assert.All(bias.Value.Values.ToArray(), value => Assert.Equal(0, value)));
        Assert.Equal(2 + 2 + (spec.Layers * 12), written.Tensors.Count);
        Assert.Equal("pt", written.Metadata["format"]);
    }

    [Fact]
    public void TheConfigurationSaysWhatDiffersFromTheLayoutsDefaults()
    {
        GptNeoX.Write(Transformer.Create(TinyPresets.Fresh.Model, 5), folder.File("out"));

        JsonElement config = Read("config.json");
        JsonElement vocabulary = Read("tokenizer.json").GetProperty("model").GetProperty("vocab");
        Assert.False(config.GetProperty("use_parallel_residual").GetBoolean());
        Assert.Equal((1, 100), (config.GetProperty("rotary_pct").GetDouble(), config.GetProperty("rotary_emb_base").GetDouble()));
        Assert.Equal(JsonValueKind.Null, config.GetProperty("eos_token_id").ValueKind);
        Assert.Equal(Tokenizer.VocabularySize, vocabulary.EnumerateObject().Count());
        Assert.All(Tokenizer.Vocabulary, character => Assert.Equal(Tokenizer.Encode(character), vocabulary.GetProperty(character.ToString()).GetInt32()));
    }

    [Fact]
    public void AModelThatTheLayoutCannotExpressIsRefusedByFieldAndNothingIsWritten()
    {
        var model = Transformer.Create(TinyPresets.Fresh.Model with { HeadWidth = 6 }, 5);

        var refused = Assert.Throws<UserException>(() => GptNeoX.Write(model, folder.File("out")));

        Assert.Contains("model.headWidth", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void AFolderThatExistsIsLeftAlone()
    {
        Directory.CreateDirectory(folder.File("out"));

        Assert.Throws<UserException>(() => GptNeoX.Write(Transformer.Create(TinyPresets.Fresh.Model, 5), folder.File("out")));

        Assert.Empty(Directory.GetFileSystemEntries(folder.File("out")));
    }

    public void Dispose() => folder.Dispose();

    private JsonElement Read(string name) => JsonDocument.Parse(File.ReadAllText(folder.File($"out/{name}"))).RootElement;
}
