namespace Bindscope.Model;

/// <summary>Where one weight matrix of a block lies in the flat parameters.</summary>
/// <param name="Start">Its first element.</param>
/// <param name="Rows">Outputs.</param>
/// <param name="Columns">Inputs.</param>
public readonly record struct WeightMatrix(int Start, int Rows, int Columns)
{
    /// <summary>Elements.</summary>
    public int Count => Rows * Columns;
}
