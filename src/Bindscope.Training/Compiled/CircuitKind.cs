namespace Bindscope.Training.Compiled;

/// <summary>What a compiled model hands on along the right-hand sides of a chain.</summary>
public enum CircuitKind
{
    /// <summary>The digit itself: each right-hand side fetches the value of the line it names, one hop a layer.</summary>
    Values,

    /// <summary>The line that the digit stands on: it is handed on in the same way, and the digit is fetched once, at the end.</summary>
    Addresses,
}
