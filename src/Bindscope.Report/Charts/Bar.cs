namespace Bindscope.Report.Charts;

/// <summary>A bar with its interval.</summary>
/// <param name="Name">Below it.</param>
/// <param name="Style">Its class.</param>
/// <param name="Value">0 to 1.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Hint">The number in full.</param>
internal sealed record Bar(string Name, string Style, double Value, double Low, double High, string Hint);
