namespace Bindscope.Web.Problems;

/// <summary>As many requests wait for the compute thread as may.</summary>
internal sealed class QueueFullException(int waiting)
    : Exception($"{waiting} requests wait already, which is the limit: ask again in a moment");
