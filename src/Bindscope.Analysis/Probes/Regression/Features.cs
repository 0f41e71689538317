namespace Bindscope.Analysis.Probes.Regression;

/// <summary>Samples as rows of numbers.</summary>
/// <param name="Values">Row after row.</param>
/// <param name="Width">Numbers of a row.</param>
internal sealed record Features(double[] Values, int Width)
{
    /// <summary>Number of rows.</summary>
    internal int Samples => Values.Length / Width;

    /// <summary>Some of the columns.</summary>
    /// <param name="columns">0-based, in the order wanted.</param>
    internal Features Columns(IReadOnlyList<int> columns)
    {
        var values = new double[Samples * columns.Count];
        for (int row = 0; row < Samples; row++)
        {
            for (int i = 0; i < columns.Count; i++)
            {
                values[(row * columns.Count) + i] = Values[(row * Width) + columns[i]];
            }
        }

        return new Features(values, columns.Count);
    }

    /// <summary>Some of the rows.</summary>
    /// <param name="rows">0-based, in the order wanted.</param>
    internal Features Rows(IReadOnlyList<int> rows)
    {
        var values = new double[rows.Count * Width];
        for (int i = 0; i < rows.Count; i++)
        {
            Array.Copy(Values, rows[i] * Width, values, i * Width, Width);
        }

        return new Features(values, Width);
    }
}
