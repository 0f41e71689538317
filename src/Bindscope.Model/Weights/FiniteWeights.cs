using System.Globalization;
using Bindscope.Errors;

namespace Bindscope.Model.Weights;

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
