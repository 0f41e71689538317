namespace Bindscope.Web.Problems;

/// <summary>As many requests wait for the compute thread as may.</summary>
internal sealed class QueueFullException(int waiting)
    : Exception($"{waiting} requests are already waiting, which is the limit; try again in a moment");
