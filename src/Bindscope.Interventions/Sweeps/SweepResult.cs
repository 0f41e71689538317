using System.Collections.Immutable;

namespace Bindscope.Interventions.Sweeps;

/// <summary>What a sweep computed: plain numbers. Cells and rows 0-based, in the request's order.</summary>
public sealed class SweepResult
{
    private readonly float[] baseLogits;
    private readonly float[]? sourceLogits;
    private readonly float[] logits;
    private readonly CellEffect[] effects;

    internal SweepResult(int rows, int cells, ImmutableArray<int> columns, bool hasSource)
    {
        (Rows, Cells, Columns) = (rows, cells, columns);
        baseLogits = new float[rows * columns.Length];
        sourceLogits = hasSource ? new float[rows * columns.Length] : null;
        logits = new float[(long)cells * rows * columns.Length];
        effects = new CellEffect[(long)cells * rows];
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of cells.</summary>
    public int Cells { get; }

    /// <summary>Token ids of the logits, in their order.</summary>
    public ImmutableArray<int> Columns { get; }

    /// <summary>What was computed and what was saved.</summary>
    public SweepCost Cost { get; internal set; }

    /// <summary>What the check before the sweep measured; null where the sweep was the naive one.</summary>
    public SelfCheck? Check { get; internal set; }

    /// <summary>Logits of the base run at the read-out.</summary>
    /// <param name="row">0-based.</param>
    /// <returns>One for each of <see cref="Columns"/>.</returns>
    public ReadOnlySpan<float> Base(int row) => baseLogits.AsSpan(row * Columns.Length, Columns.Length);

    /// <summary>Logits of the source run at the read-out.</summary>
    /// <param name="row">0-based.</param>
    /// <returns>One for each of <see cref="Columns"/>.</returns>
    /// <exception cref="InvalidOperationException">The sweep had no source.</exception>
    public ReadOnlySpan<float> Source(int row) =>
        (sourceLogits ?? throw new InvalidOperationException("the sweep had no source")).AsSpan(row * Columns.Length, Columns.Length);

    /// <summary>Logits of the run that was intervened on.</summary>
    /// <param name="cell">0-based.</param>
    /// <param name="row">0-based.</param>
    /// <returns>One for each of <see cref="Columns"/>; NaN where the effect is <see cref="CellEffect.Absent"/>.</returns>
    public ReadOnlySpan<float> Logits(int cell, int row) => LogitsSpan(cell, row);

    /// <summary>What a cell's interventions did to a row.</summary>
    /// <param name="cell">0-based.</param>
    /// <param name="row">0-based.</param>
    /// <returns>The effect.</returns>
    public CellEffect Effect(int cell, int row) => effects[((long)cell * Rows) + row];

    internal Span<float> BaseSpan(int row) => baseLogits.AsSpan(row * Columns.Length, Columns.Length);

    internal Span<float> SourceSpan(int row) => sourceLogits.AsSpan(row * Columns.Length, Columns.Length);

    internal Span<float> LogitsSpan(int cell, int row) =>
        System.Runtime.InteropServices.MemoryMarshal.CreateSpan(
            ref logits[(((long)cell * Rows) + row) * Columns.Length], Columns.Length);

    internal void Set(int cell, int row, CellEffect effect) => effects[((long)cell * Rows) + row] = effect;
}

/// <summary>What a cell's interventions did to one row, before the answer is looked at.</summary>
public enum CellEffect
{
    /// <summary>They changed an activation that the answer can depend on.</summary>
    Changed,

    /// <summary>What they put in equals what was there, bit for bit, so the answer is the base's. Worth a warning when every row is so.</summary>
    Unchanged,

    /// <summary>They changed activations, but none that the read-out can depend on, so the answer is the base's.</summary>
    Unreachable,

    /// <summary>The row has no such place; its logits are NaN.</summary>
    Absent,
}
