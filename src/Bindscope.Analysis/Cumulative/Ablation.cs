namespace Bindscope.Analysis.Cumulative;

/// <summary>Which parts are ablated.</summary>
public enum Ablation
{
    /// <summary>None.</summary>
    None,

    /// <summary>The heuristic's parts that are not the circuit's, too.</summary>
    Heuristic,

    /// <summary>The circuit's parts that are not the heuristic's, too.</summary>
    Circuit,

    /// <summary>The parts that both have.</summary>
    Shared,

    /// <summary>All parts of both.</summary>
    Both,

    /// <summary>As many parts as <see cref="Heuristic"/> has, drawn from those of neither.</summary>
    RandomAsHeuristic,

    /// <summary>As many parts as <see cref="Circuit"/> has, drawn from those of neither.</summary>
    RandomAsCircuit,
}
