namespace Bindscope.Analysis.Cumulative;

/// <summary>Where the heuristic's parts come from.</summary>
public enum RouteOrigin
{
    /// <summary>The last checkpoint still has an early route for answers on the first two lines; the parts are its own.</summary>
    Last,

    /// <summary>It has none any more; the parts are those of the checkpoint at the end of the heuristic phase.</summary>
    Plateau,

    /// <summary>Neither: the run has no heuristic phase, or no head carries the digit there.</summary>
    None,
}
