using System.Globalization;
using Bindscope.Errors;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Torch.Weights;

/// <summary>A model's weights as a safetensors file, under the names that docs/model.md lists.</summary>
public static class ModelWeights
{
    /// <summary>Writes a model's weights; the same weights and metadata give the same bytes.</summary>
    /// <param name="path">The file; a file that is there is replaced only once the new one is whole.</param>
    /// <param name="model">The model.</param>
    /// <param name="metadata">Text that travels in the header; null for none.</param>
    /// <exception cref="UserException">The file cannot be written; what was there before is untouched.</exception>
    public static void Save(string path, Transformer model, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafeTensors.Write(path, model.Parameters.Named, metadata);

    /// <summary>Writes a model's weights with fewer bits.</summary>
    /// <param name="path">The file; a file that is there is replaced only once the new one is whole.</param>
    /// <param name="model">The model.</param>
    /// <param name="precision">Bits of each weight; rounded to the nearest.</param>
    /// <exception cref="UserException">The file cannot be written; what was there before is untouched.</exception>
    public static void Save(string path, Transformer model, WeightPrecision precision)
    {
        using DisposeScope scope = NewDisposeScope();
        ScalarType type = precision == WeightPrecision.Half ? ScalarType.Float16 : ScalarType.Float32;
        SafeTensors.Write(path, [.. model.Parameters.Named.Select(leaf => (leaf.Name, leaf.Value.detach().to_type(type)))]);
    }

    /// <summary>Builds a model from a file; weights of 16 bits are widened, which is exact.</summary>
    /// <param name="path">The file.</param>
    /// <param name="spec">The model's shape, which the file must fit exactly.</param>
    /// <param name="device">Where the model is to live.</param>
    /// <returns>The model; the caller's to dispose.</returns>
    /// <exception cref="UserException">Missing, damaged, or of a model of another shape; the message names file and tensor.</exception>
    public static Transformer Load(string path, ModelSpec spec, Device device)
    {
        using SafeTensorsFile file = SafeTensors.Read(path);
        ParameterTable table = ParameterTable.Of(spec);
        string[] unexpected = [.. file.Tensors.Keys.Except(table.Entries.Select(entry => entry.Name), StringComparer.Ordinal)];
        if (unexpected.Length > 0)
        {
            throw OfAnotherModel(path, $"it has a tensor '{unexpected[0]}', which a model of this spec does not have");
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor[] parts = [.. table.Entries.Select(entry => Checked(path, entry, file))];
        return Transformer.FromFlat(spec, cat([.. parts.Select(part => part.flatten())]), device);
    }

    private static Tensor Checked(string path, ParameterTable.Entry entry, SafeTensorsFile file)
    {
        if (!file.Tensors.TryGetValue(entry.Name, out Tensor? value))
        {
            throw OfAnotherModel(path, $"tensor '{entry.Name}' is missing");
        }

        if (!value.shape.SequenceEqual(entry.Shape))
        {
            throw OfAnotherModel(path, $"tensor '{entry.Name}' is {Text(value.shape)}, a model of this spec needs {Text(entry.Shape)}");
        }

        return value.dtype switch
        {
            ScalarType.Float32 => value,
            ScalarType.Float16 or ScalarType.BFloat16 => value.to_type(ScalarType.Float32),
            _ => throw OfAnotherModel(
                path, $"tensor '{entry.Name}' is {TensorTypes.NameOf(value.dtype)}, weights are F32, F16 or BF16"),
        };
    }

    /// <summary>The file is whole but not of this model: then the spec may be the wrong one of the two, and nothing should be deleted.</summary>
    private static UserException OfAnotherModel(string path, string problem) => new(
        $"{path} is of another model than spec.json: {problem}",
        "one of the two was changed or belongs to another run: bring back the one that belongs here",
        3,
        new InvalidDataException(problem));

    private static string Text(long[] shape) =>
        "[" + string.Join(", ", shape.Select(size => size.ToString(CultureInfo.InvariantCulture))) + "]";
}
