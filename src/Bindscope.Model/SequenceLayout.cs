namespace Bindscope.Model;

/// <summary>
/// How the tokens of one row see each other: a prefix, causal in itself, then segments that each see the whole prefix and
/// themselves, causally, and stand at the positions that follow the prefix, every one of them. Many queries of one program so share
/// the program's forward pass, and each gets the values that prefix + segment alone would give.
/// </summary>
/// <param name="Prefix">Tokens of the prefix; the whole sequence where there are no segments. At least 0.</param>
/// <param name="Segments">Number of segments, 0 or more.</param>
/// <param name="SegmentLength">Tokens of each segment; 0 only where there are none.</param>
public sealed record SequenceLayout(int Prefix, int Segments = 0, int SegmentLength = 0)
{
    /// <summary>Number of tokens of a row.</summary>
    public int Length => Prefix + (Segments * SegmentLength);

    /// <summary>Number of different positions, which is what <see cref="ModelSpec.Positions"/> limits.</summary>
    public int PositionCount => Prefix + (Segments > 0 ? SegmentLength : 0);

    /// <summary>Whether it is one causal sequence, without segments beside each other.</summary>
    public bool IsCausal => Segments <= 1;

    /// <summary>Position of a token, as the rotary embedding counts.</summary>
    /// <param name="token">Index in the row, 0-based.</param>
    /// <returns>Its position, 0-based.</returns>
    public int Position(int token) => token < Prefix ? token : Prefix + ((token - Prefix) % SegmentLength);

    /// <summary>Whether the token at one index attends to the token at another.</summary>
    /// <param name="query">Index of the token that looks, 0-based.</param>
    /// <param name="key">Index of the token that is looked at, 0-based.</param>
    /// <returns>True where it does; always true of a token and itself.</returns>
    public bool Sees(int query, int key) =>
        key <= query && (key < Prefix || (key - Prefix) / SegmentLength == (query - Prefix) / SegmentLength);
}
