using System.Text.Encodings.Web;
using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Model.Weights;
using Bindscope.Numerics;
using Bindscope.Programs.Tokens;

namespace Bindscope.Training.Packing;

/// <summary>
/// A model as the folder that <c>GPTNeoXForCausalLM</c> of the library transformers reads: config.json, model.safetensors, and a tokenizer of one
/// token a character. The same arithmetic in another layout, but for what is summed in another order.
/// </summary>
/// <remarks>
/// Sequential residual, rotary positions over the whole head, the exact gelu. A layer's queries, keys and values are one matrix in both layouts;
/// there each head's three stand together. What has no bias gets one of zeros.
/// </remarks>
public static class GptNeoX
{
    /// <summary>What the layout is called, for commands.</summary>
    public const string Format = "gpt-neox";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the folder.</summary>
    /// <param name="model">The model.</param>
    /// <param name="directory">A folder that does not exist yet.</param>
    /// <exception cref="UserException">The layout cannot express the model, the folder exists, or a file cannot be written.</exception>
    public static void Write(Transformer model, string directory)
    {
        ArgumentNullException.ThrowIfNull(model);
        RequireFit(model.Spec);
        using WholeFolder folder = WholeFolder.New(directory);
        try
        {
            WriteJson("config.json", Config(model.Spec));
            WriteJson("tokenizer.json", Vocabulary());
            WriteJson("tokenizer_config.json", new
            {
                tokenizer_class = "PreTrainedTokenizerFast",
                model_max_length = model.Spec.Positions,
                clean_up_tokenization_spaces = false,
            });
            SafeTensors.Write(
                Path.Combine(folder.Part, "model.safetensors"), Tensors(model), new Dictionary<string, string> { ["format"] = "pt" });
            folder.Commit();
        }
        catch (Exception failure) when (FileProblem.Is(failure))
        {
            throw folder.Explained(failure);
        }

        void WriteJson(string name, object content) =>
            WholeFile.WriteText(Path.Combine(folder.Part, name), JsonSerializer.Serialize(content, Json) + "\n");
    }

    private static void RequireFit(ModelSpec spec)
    {
        if (spec.Width != spec.Heads * spec.HeadWidth)
        {
            throw new UserException(
                $"{Format} cannot express model.headWidth: its heads are {spec.Width} / {spec.Heads} wide (width / heads), this model's {spec.HeadWidth}",
                "only models whose width is heads times headWidth can be written so; docs/model.md has what any other program needs");
        }
    }

    private static object Config(ModelSpec spec) => new
    {
        architectures = new[] { "GPTNeoXForCausalLM" },
        model_type = "gpt_neox",
        vocab_size = spec.Vocabulary,
        hidden_size = spec.Width,
        num_hidden_layers = spec.Layers,
        num_attention_heads = spec.Heads,
        intermediate_size = spec.MlpWidth,
        hidden_act = "gelu",
        rotary_pct = 1.0,
        rotary_emb_base = spec.RopeBase,
        attention_bias = true,
        attention_dropout = spec.Dropout,
        hidden_dropout = spec.Dropout,
        max_position_embeddings = spec.Positions,
        layer_norm_eps = 1e-5,
        use_parallel_residual = false,
        tie_word_embeddings = false,
        torch_dtype = "float32",

        // The layout's own default is token 2, which is a digit here.
        bos_token_id = (int?)null,
        eos_token_id = (int?)null,
    };

    private static object Vocabulary() => new
    {
        version = "1.0",
        truncation = (object?)null,
        padding = (object?)null,
        added_tokens = Array.Empty<object>(),
        normalizer = (object?)null,
        pre_tokenizer = new { type = "Split", pattern = new { Regex = "[\\s\\S]" }, behavior = "Isolated", invert = false },
        post_processor = (object?)null,
        decoder = new { type = "Fuse" },

        // A character that is none of the language is an error: the token for the unknown is not in the vocabulary.
        model = new
        {
            type = "WordLevel",
            vocab = Tokenizer.Vocabulary.Index().ToDictionary(one => one.Item.ToString(), one => one.Index),
            unk_token = "[UNK]",
        },
    };

    private static IEnumerable<(string Name, Tensor Value)> Tensors(Transformer model)
    {
        Parameters weights = model.Parameters;
        ModelSpec spec = model.Spec;
        yield return ("gpt_neox.embed_in.weight", weights["embedding.weight"]);
        for (int layer = 1; layer <= spec.Layers; layer++)
        {
            (string from, string to) = ($"layers.{layer}", $"gpt_neox.layers.{layer - 1}");
            yield return ($"{to}.attention.query_key_value.weight", ByHead(weights[$"{from}.attention.qkv.weight"], spec));
            Tensor biases = ByHead(Bias($"{from}.attention.qkv", 3 * spec.Width).View(3 * spec.Width, 1), spec);
            yield return ($"{to}.attention.query_key_value.bias", biases.View(3 * spec.Width));
            foreach ((string ours, string theirs, int outputs) in new[]
            {
                ("attention_norm", "input_layernorm", spec.Width),
                ("attention.output", "attention.dense", spec.Width),
                ("mlp_norm", "post_attention_layernorm", spec.Width),
                ("mlp.input", "mlp.dense_h_to_4h", spec.MlpWidth),
                ("mlp.output", "mlp.dense_4h_to_h", spec.Width),
            })
            {
                yield return ($"{to}.{theirs}.weight", weights[$"{from}.{ours}.weight"]);
                yield return ($"{to}.{theirs}.bias", Bias($"{from}.{ours}", outputs));
            }
        }

        yield return ("gpt_neox.final_layer_norm.weight", weights["final_norm.weight"]);
        yield return ("gpt_neox.final_layer_norm.bias", Bias("final_norm", spec.Width));
        yield return ("embed_out.weight", weights["unembedding.weight"]);

        Tensor Bias(string of, int outputs) => weights.Optional($"{of}.bias") ?? new Tensor(outputs);
    }

    /// <summary>Rows of all queries, then keys, then values, as rows of each head's queries, keys and values.</summary>
    /// <param name="rows">[3*H*K, any], head 1's K rows first in each third.</param>
    /// <param name="spec">Gives H and K.</param>
    /// <returns>[H*3*K, any].</returns>
    private static Tensor ByHead(Tensor rows, ModelSpec spec)
    {
        var regrouped = new Tensor(rows.Shape);
        for (int head = 0; head < spec.Heads; head++)
        {
            for (int part = 0; part < 3; part++)
            {
                for (int i = 0; i < spec.HeadWidth; i++)
                {
                    int from = (((part * spec.Heads) + head) * spec.HeadWidth) + i;
                    rows.Row(from).CopyTo(regrouped.Row((((head * 3) + part) * spec.HeadWidth) + i));
                }
            }
        }

        return regrouped;
    }
}
