namespace Bindscope.Model;

/// <summary>What all blocks of a pass share.</summary>
/// <param name="Rows">B.</param>
/// <param name="Tables">Of the layout.</param>
/// <param name="Dropouts">What training drops.</param>
/// <param name="Keeps">Whether a backward pass may follow.</param>
internal readonly record struct PassContext(int Rows, LayoutTables Tables, Dropouts Dropouts, bool Keeps)
{
    /// <summary>T.</summary>
    internal int Length => Tables.Layout.Length;

    /// <summary>B * T.</summary>
    internal int Tokens => Rows * Length;
}
