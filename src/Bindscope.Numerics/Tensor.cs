using System.Globalization;

namespace Bindscope.Numerics;

/// <summary>
/// Dense float32 values with a shape, the last axis fastest. The memory is the garbage collector's, never moves and begins at a cache
/// line; what shares it (a part, a view) keeps it.
/// </summary>
public sealed unsafe class Tensor
{
    private const int LineFloats = 16;

    private readonly float[] storage;
    private readonly int[] shape;

    /// <summary>Zeros.</summary>
    /// <param name="shape">Sizes, 0 or more each.</param>
    public Tensor(params ReadOnlySpan<int> shape)
        : this(false, shape)
    {
    }

    private Tensor(bool uninitialized, ReadOnlySpan<int> shape)
    {
        Length = LengthOf(shape);
        this.shape = shape.ToArray();

        // Kernels read up to two lines beyond the end, and throw away what they compute of it.
        int floats = checked(Length + (5 * LineFloats));
        storage = uninitialized ? GC.AllocateUninitializedArray<float>(floats, pinned: true) : GC.AllocateArray<float>(floats, pinned: true);
        var start = (float*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref storage[0]);
        Pointer = (float*)(((nuint)start + 63) & ~(nuint)63);
    }

    private Tensor(float[] storage, float* pointer, ReadOnlySpan<int> shape)
    {
        this.storage = storage;
        this.shape = shape.ToArray();
        Pointer = pointer;
        Length = LengthOf(shape);
    }

    /// <summary>The sizes of the axes.</summary>
    public ReadOnlySpan<int> Shape => shape;

    /// <summary>Number of axes.</summary>
    public int Rank => shape.Length;

    /// <summary>Number of values.</summary>
    public int Length { get; }

    /// <summary>The values, the last axis fastest.</summary>
    public Span<float> Values => new(Pointer, Length);

    /// <summary>Number of vectors along the last axis.</summary>
    public int Rows => shape.Length == 0 ? 1 : shape[^1] == 0 ? 0 : Length / shape[^1];

    /// <summary>The first value. The tensor must be kept alive while it is used.</summary>
    public float* Pointer { get; }

    /// <summary>A copy of values.</summary>
    /// <param name="values">As many as the shape says, the last axis fastest.</param>
    /// <param name="shape">Sizes.</param>
    /// <exception cref="ArgumentException">There are more or fewer values.</exception>
    public static Tensor Of(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        Tensor tensor = Uninitialized(shape);
        tensor.Require(values.Length);
        values.CopyTo(tensor.Values);
        return tensor;
    }

    /// <summary>Any values, for whoever overwrites all of them.</summary>
    internal static Tensor Uninitialized(params ReadOnlySpan<int> shape) => new(true, shape);

    /// <summary>The size of an axis.</summary>
    /// <param name="axis">From 0; negative ones count from the end.</param>
    public int Size(int axis) => shape[axis < 0 ? shape.Length + axis : axis];

    /// <summary>A vector along the last axis.</summary>
    /// <param name="row">Which one, counted over all other axes.</param>
    public Span<float> Row(int row) => Values.Slice(row * shape[^1], shape[^1]);

    /// <summary>One part along the first axis, which it lacks; shares the memory.</summary>
    /// <param name="index">Which one.</param>
    public Tensor Part(int index) => Slice(index, 1).View(shape.AsSpan(1));

    /// <summary>Some parts along the first axis; shares the memory.</summary>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    public Tensor Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + count, shape[0]);
        int[] sizes = [count, .. shape.AsSpan(1)];
        return new Tensor(storage, Pointer + (start * (nint)LengthOf(shape.AsSpan(1))), sizes);
    }

    /// <summary>The same values in another shape; shares the memory.</summary>
    /// <param name="shape">Sizes; one may be -1, which is then what is left.</param>
    /// <exception cref="ArgumentException">The shape has another number of values.</exception>
    public Tensor View(params ReadOnlySpan<int> shape)
    {
        int[] sizes = shape.ToArray();
        int open = Array.IndexOf(sizes, -1);
        if (open >= 0)
        {
            sizes[open] = 1;
            sizes[open] = Length / Math.Max(1, LengthOf(sizes));
        }

        Require(LengthOf(sizes));
        return new Tensor(storage, Pointer, sizes);
    }

    /// <summary>The first values, as many as a shape has; shares the memory.</summary>
    internal Tensor Beginning(params ReadOnlySpan<int> shape)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LengthOf(shape), Length);
        return new Tensor(storage, Pointer, shape);
    }

    /// <summary>A copy in memory of its own.</summary>
    public Tensor Clone() => Of(Values, shape);

    /// <summary>Overwrites the values with those of a tensor of as many.</summary>
    /// <param name="source">The values.</param>
    public void CopyFrom(Tensor source)
    {
        Require(source.Length);
        source.Values.CopyTo(Values);
    }

    /// <summary>For messages.</summary>
    /// <returns>For example <c>[2, 27, 64]</c>.</returns>
    public override string ToString() =>
        "[" + string.Join(", ", shape.Select(size => size.ToString(CultureInfo.InvariantCulture))) + "]";

    private static int LengthOf(ReadOnlySpan<int> shape)
    {
        int length = 1;
        foreach (int size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size);
            length = checked(length * size);
        }

        return length;
    }

    private void Require(int length)
    {
        if (length != Length)
        {
            throw new ArgumentException($"{length} values do not fit into {this}");
        }
    }
}
