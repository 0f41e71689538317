using Bindscope.Errors;

namespace Bindscope.Interventions.Sweeps;

/// <summary>Rows of tokens, all of one length.</summary>
public sealed class TokenRows
{
    private readonly int[] tokens;

    /// <summary>Copies the rows.</summary>
    /// <param name="rows">One list of token ids a row, 0-based ids.</param>
    /// <exception cref="UserException">There is no row, or their lengths differ.</exception>
    public TokenRows(IReadOnlyList<IReadOnlyList<int>> rows)
    {
        if (rows.Count == 0 || rows[0].Count == 0)
        {
            throw new UserException("there is no program to run", "choose at least one program");
        }

        Count = rows.Count;
        Length = rows[0].Count;
        int odd = rows.TakeWhile(row => row.Count == Length).Count();
        if (odd < Count)
        {
            throw new UserException(
                $"row 1 has {Length} tokens, row {odd + 1} has {rows[odd].Count}", "run programs of different lengths apart");
        }

        tokens = [.. rows.SelectMany(row => row)];
    }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Tokens of a row.</summary>
    public int Length { get; }

    /// <summary>One row's tokens.</summary>
    /// <param name="row">0-based.</param>
    /// <returns>Ids, in the order of the text.</returns>
    public ReadOnlySpan<int> this[int row] => tokens.AsSpan(row * Length, Length);

    /// <summary>Some rows, one after the other, as the model takes them.</summary>
    internal ReadOnlySpan<int> Some(int first, int count) => tokens.AsSpan(first * Length, count * Length);
}
