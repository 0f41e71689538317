namespace Bindscope.Numerics;

/// <summary>Products of matrices of any sizes, for whoever needs one now and then; the model keeps its weights packed.</summary>
public static unsafe class MatrixProducts
{
    /// <summary>a b.</summary>
    /// <param name="a">[n, k].</param>
    /// <param name="b">[k, m].</param>
    /// <returns>[n, m].</returns>
    /// <exception cref="ArgumentException">The inner sizes differ.</exception>
    public static Tensor NN(Tensor a, Tensor b)
    {
        Require(a.Size(1), b.Size(0));
        var packed = new PackedMatrix(b.Size(0), b.Size(1));
        packed.Pack(b.Pointer);
        return Run(a, packed, b);
    }

    /// <summary>a b^T.</summary>
    /// <param name="a">[n, k].</param>
    /// <param name="b">[m, k].</param>
    /// <returns>[n, m].</returns>
    /// <exception cref="ArgumentException">The inner sizes differ.</exception>
    public static Tensor NT(Tensor a, Tensor b)
    {
        Require(a.Size(1), b.Size(1));
        var packed = new PackedMatrix(b.Size(1), b.Size(0));
        packed.PackTransposed(b.Pointer, null);
        return Run(a, packed, b);
    }

    /// <summary>a^T b.</summary>
    /// <param name="a">[k, n].</param>
    /// <param name="b">[k, m].</param>
    /// <returns>[n, m].</returns>
    /// <exception cref="ArgumentException">The inner sizes differ.</exception>
    public static Tensor TN(Tensor a, Tensor b)
    {
        Require(a.Size(0), b.Size(0));
        var result = new Tensor(a.Size(1), b.Size(1));
        TransposedProduct.Add(a.Pointer, a.Size(1), b.Pointer, b.Size(1), a.Size(0), result.Pointer);
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        return result;
    }

    private static Tensor Run(Tensor a, PackedMatrix packed, Tensor b)
    {
        Tensor result = Tensor.Uninitialized(a.Size(0), packed.Columns);
        packed.Run(a.Pointer, packed.Depth, a.Size(0), result.Pointer, packed.Columns);
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        return result;
    }

    private static void Require(int left, int right)
    {
        if (left != right)
        {
            throw new ArgumentException($"the inner sizes are {left} and {right}");
        }
    }
}
