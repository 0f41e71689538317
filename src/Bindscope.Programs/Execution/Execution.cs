using System.Collections.Immutable;
using System.Globalization;

namespace Bindscope.Programs.Execution;

/// <summary>A program's answer and the way to it.</summary>
/// <param name="Value">The answer, 0-9.</param>
/// <param name="Hops">The referential depth of the query: the number of assignments from the queried variable to the root.</param>
/// <param name="RootLine">The answer line: the line that holds the root, 1-based.</param>
/// <param name="ChainLines">The lines of the query's chain, from the root to the queried variable, 1-based; as many as there are hops.
/// The line of depth k is <c>ChainLines[k - 1]</c>.</param>
/// <param name="Lines">What every line's variable holds once the line has run, from top to bottom.</param>
public sealed record Execution(int Value, int Hops, int RootLine, ImmutableArray<int> ChainLines, ImmutableArray<LineState> Lines)
{
    /// <summary>A number of hops as it is said: "1 hop", "2 hops".</summary>
    /// <param name="hops">The number.</param>
    public static string HopsInWords(int hops) => string.Create(CultureInfo.InvariantCulture, $"{hops} {(hops == 1 ? "hop" : "hops")}");

    /// <summary>Two executions are equal when all they contain is.</summary>
    public bool Equals(Execution? other) =>
        other is not null && Value == other.Value && Hops == other.Hops && RootLine == other.RootLine
        && ChainLines.AsSpan().SequenceEqual(other.ChainLines.AsSpan()) && Lines.AsSpan().SequenceEqual(other.Lines.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Value, Hops, RootLine, Lines.Length);
}

/// <summary>What a line's variable holds once the line has run.</summary>
/// <param name="Value">The value, 0-9.</param>
/// <param name="Depth">The referential depth: the number of assignments from this line to its root; 1 where the line holds a digit.</param>
/// <param name="RootLine">The line that holds the digit, 1-based.</param>
public readonly record struct LineState(int Value, int Depth, int RootLine);

/// <summary>A variable that is bound at the end of a program.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Line">The last line that binds it, 1-based.</param>
/// <param name="State">What it holds.</param>
public readonly record struct Binding(char Name, int Line, LineState State);
