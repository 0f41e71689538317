using System.Globalization;
using Bindscope.Errors;
using Bindscope.Numerics;

namespace Bindscope.Model.Weights;

/// <summary>A model's weights as a safetensors file, under the names that docs/model.md lists.</summary>
public static class ModelWeights
{
    /// <summary>Writes a model's weights; the same weights and metadata give the same bytes.</summary>
    /// <param name="path">The file; a file that is there is replaced only once the new one is whole.</param>
    /// <param name="model">The model.</param>
    /// <param name="metadata">Text that travels in the header; null for none.</param>
    /// <param name="precision">Bits of each weight; rounded to the nearest.</param>
    /// <exception cref="UserException">The file cannot be written; what was there before is untouched.</exception>
    public static void Save(
        string path,
        Transformer model,
        IReadOnlyDictionary<string, string>? metadata = null,
        WeightPrecision precision = WeightPrecision.Single) =>
        SafeTensors.Write(path, model.Parameters.Names.Select(name => (name, model.Parameters[name])), metadata, precision);

    /// <summary>What wrappers put before the names of the model that they hold: torch.compile and DistributedDataParallel.</summary>
    private static readonly string[] Wrappers = ["_orig_mod.", "module."];

    /// <summary>Builds a model from a file; weights of 16 bits are widened, which is exact, those of 64 are rounded. What PyTorch's wrappers put before
    /// all names is left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="spec">The model's shape, which the file must fit exactly.</param>
    /// <exception cref="UserException">Missing, damaged, or of a model of another shape; the message names file and tensor.</exception>
    public static Transformer Load(string path, ModelSpec spec)
    {
        SafeTensorsFile file = Unwrapped(SafeTensors.Read(path));
        ParameterTable table = ParameterTable.Of(spec);
        string[] unexpected = [.. file.Tensors.Keys.Except(table.Entries.Select(entry => entry.Name), StringComparer.Ordinal)];
        if (unexpected.Length > 0)
        {
            throw OfAnotherModel(path, $"it has a tensor '{unexpected[0]}', which a model of this spec does not have");
        }

        var flat = new Tensor(checked((int)table.Length));
        foreach (ParameterTable.Entry entry in table.Entries)
        {
            Checked(path, entry, file).Values.CopyTo(flat.Values[(int)entry.Start..]);
        }

        return Transformer.FromFlat(spec, flat);
    }

    private static Tensor Checked(string path, ParameterTable.Entry entry, SafeTensorsFile file)
    {
        if (!file.Tensors.TryGetValue(entry.Name, out Tensor? value))
        {
            throw OfAnotherModel(path, $"tensor '{entry.Name}' is missing");
        }

        if (!value.Shape.SequenceEqual(entry.IntShape()))
        {
            throw OfAnotherModel(
                path, $"tensor '{entry.Name}' is {value}, a model of this spec needs [{string.Join(", ", entry.Shape)}]");
        }

        FiniteWeights.Require(path, entry.Name, entry.Shape, value.Values);
        return value;
    }

    private static SafeTensorsFile Unwrapped(SafeTensorsFile file)
    {
        while (Wrappers.FirstOrDefault(wrapper => file.Tensors.Count > 0
            && file.Tensors.Keys.All(name => name.StartsWith(wrapper, StringComparison.Ordinal))) is { } prefix)
        {
            file = file with { Tensors = file.Tensors.ToDictionary(one => one.Key[prefix.Length..], one => one.Value, StringComparer.Ordinal) };
        }

        return file;
    }

    /// <summary>The file is whole but not of this model: then the spec may be the wrong one of the two, and nothing should be deleted.</summary>
    private static UserException OfAnotherModel(string path, string problem) => new(
        $"{path} is of another model than spec.json: {problem}",
        "one of the two was changed or belongs to another run: bring back the one that belongs here",
        3,
        new InvalidDataException(problem));
}

/// <summary>How many bits a stored weight has. A model in memory always has 32.</summary>
public enum WeightPrecision
{
    /// <summary>32 bits: what training writes.</summary>
    Single,

    /// <summary>16 bits of IEEE 754: half the size, three decimal digits.</summary>
    Half,
}

/// <summary>Refuses weights that are no numbers: one of them makes every answer meaningless, and the digit 0 would be counted for it.</summary>
internal static class FiniteWeights
{
    /// <summary>Refuses a tensor that holds NaN or an infinity.</summary>
    /// <param name="path">The file, for the message.</param>
    /// <param name="name">The tensor.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="values">Its values, row by row.</param>
    /// <exception cref="UserException">A value is not finite; names the first one by its index.</exception>
    internal static void Require(string path, string name, ReadOnlySpan<long> shape, ReadOnlySpan<float> values)
    {
        int at = 0;
        while (at < values.Length && float.IsFinite(values[at]))
        {
            at++;
        }

        if (at == values.Length)
        {
            return;
        }

        throw new UserException(
            string.Create(CultureInfo.InvariantCulture, $"{path} cannot be used: tensor '{name}' holds {values[at]} at {Index(at, shape)}"),
            "take another checkpoint: a training that diverged, or an edit, left numbers that no model can have",
            3);
    }

    /// <summary>A place in rows as an index of each axis, from 0.</summary>
    private static string Index(long at, ReadOnlySpan<long> shape)
    {
        var index = new long[shape.Length];
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            (at, index[axis]) = Math.DivRem(at, shape[axis]);
        }

        return $"[{string.Join(", ", index)}]";
    }
}
