using Bindscope.Numerics;

namespace Bindscope.Model;

/// <summary>
/// A model's weights: one flat run of float32, in which every tensor of the model has its place under its name. They change through the
/// methods of this object alone, which see to it that what the model keeps of them in other arrangements follows.
/// </summary>
public sealed unsafe class Parameters
{
    private readonly Tensor flat;
    private readonly Dictionary<string, ParameterTable.Entry> byName;
    private int version = 1;

    internal Parameters(ModelSpec spec, Tensor flat)
    {
        this.flat = flat;
        Table = ParameterTable.Of(spec);
        byName = Table.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        Names = [.. Table.Entries.Select(entry => entry.Name)];
    }

    /// <summary>All weights, [N], in the order of <see cref="Names"/>. To be read only.</summary>
    public ReadOnlySpan<float> Flat => flat.Values;

    /// <summary>The name of every tensor of the model, in the order in which they lie in <see cref="Flat"/>.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The blocks' weight matrices in <see cref="Flat"/>, ascending; queries, keys and values of a layer are three of them.</summary>
    public IReadOnlyList<WeightMatrix> Matrices => [.. Table.Matrices()];

    internal ParameterTable Table { get; }

    /// <summary>Rises with every change.</summary>
    internal int Version => Volatile.Read(ref version);

    /// <summary>A copy of one tensor of the model.</summary>
    /// <param name="name">Its name, as docs/model.md lists them.</param>
    /// <exception cref="KeyNotFoundException">There is no tensor of that name.</exception>
    public Tensor this[string name] => Tensor.Of(Values(name), Entry(name).IntShape());

    /// <summary>A copy of one tensor, or null where the model has none of that name.</summary>
    /// <param name="name">Its name.</param>
    public Tensor? Optional(string name) => byName.ContainsKey(name) ? this[name] : null;

    /// <summary>The values of one tensor, not copied. To be read only.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no tensor of that name.</exception>
    public ReadOnlySpan<float> Values(string name) => Flat.Slice((int)Entry(name).Start, (int)Entry(name).Count);

    /// <summary>Changes one tensor. Not while a pass is under way.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">As many values as it has.</param>
    /// <exception cref="KeyNotFoundException">There is no tensor of that name.</exception>
    /// <exception cref="ArgumentException">There are more or fewer values.</exception>
    public void Write(string name, ReadOnlySpan<float> values)
    {
        ParameterTable.Entry entry = Entry(name);
        if (values.Length != entry.Count)
        {
            throw new ArgumentException($"'{name}' has {entry.Count} values, not {values.Length}", nameof(values));
        }

        values.CopyTo(Writable().Slice((int)entry.Start, (int)entry.Count));
    }

    /// <summary>Changes all weights. Not while a pass is under way.</summary>
    /// <param name="values">[N].</param>
    /// <exception cref="ArgumentException">There are more or fewer values.</exception>
    public void WriteAll(ReadOnlySpan<float> values)
    {
        if (values.Length != flat.Length)
        {
            throw new ArgumentException($"the model has {flat.Length} weights, not {values.Length}", nameof(values));
        }

        values.CopyTo(Writable());
    }

    /// <summary>All weights, for an optimizer, which is done with writing before the next pass begins.</summary>
    internal Span<float> Writable()
    {
        Interlocked.Increment(ref version);
        return flat.Values;
    }

    /// <summary>The first of all weights.</summary>
    internal float* First => flat.Pointer;

    /// <summary>Where a tensor begins in <see cref="Flat"/>; -1 where the model has none of that name.</summary>
    internal nint Start(string name) => byName.TryGetValue(name, out ParameterTable.Entry? entry) ? (nint)entry.Start : -1;

    internal ParameterTable.Entry Entry(string name) => byName[name];
}
