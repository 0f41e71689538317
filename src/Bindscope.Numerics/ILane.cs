namespace Bindscope.Numerics;

/// <summary>
/// A vector of floats as wide as the processor's. Kernels are written once over this and compiled for each width, which
/// <see cref="Lanes"/> chooses.
/// </summary>
/// <typeparam name="T">The lane itself.</typeparam>
internal unsafe interface ILane<T>
    where T : struct, ILane<T>
{
    /// <summary>Number of floats: 16 or 8.</summary>
    static abstract int Count { get; }

    /// <summary>The floats 0, 1, 2, ...</summary>
    static abstract T Indices { get; }

    /// <summary>Reads <see cref="Count"/> floats; any alignment.</summary>
    static abstract T Load(float* source);

    /// <summary>The same float everywhere.</summary>
    static abstract T Create(float value);

    /// <summary>Writes <see cref="Count"/> floats; any alignment.</summary>
    void Store(float* target);

    static abstract T operator +(T a, T b);

    static abstract T operator -(T a, T b);

    static abstract T operator *(T a, T b);

    static abstract T operator /(T a, T b);

    /// <summary>a * b + c, rounded once where the processor can, else twice.</summary>
    static abstract T MultiplyAdd(T a, T b, T c);

    static abstract T Max(T a, T b);

    static abstract T Min(T a, T b);

    static abstract T Sqrt(T a);

    /// <summary>To the nearest whole number, halves to the even one.</summary>
    static abstract T Round(T a);

    /// <summary>Where a is less than b, the one; elsewhere the other.</summary>
    static abstract T WhereLess(T a, T b, T one, T other);

    /// <summary>Multiplies by two to the power of a whole number, by adding it to the exponent's bits.</summary>
    static abstract T TimesPowerOfTwo(T a, T whole);

    /// <summary>Sum of the floats, added pairwise.</summary>
    static abstract float Sum(T a);

    /// <summary>Largest of the floats.</summary>
    static abstract float Max(T a);
}
