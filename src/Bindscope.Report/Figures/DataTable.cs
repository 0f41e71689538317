using System.Collections.Immutable;

namespace Bindscope.Report.Figures;

/// <summary>The numbers of a figure, for those who cannot see it or want to use them.</summary>
/// <param name="Columns">Names.</param>
/// <param name="Rows">Cells as text, as many as there are columns.</param>
public sealed record DataTable(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows);
