namespace Bindscope.Web.Problems;

/// <summary>A request that the server does not take, with the status that says why.</summary>
internal sealed class RefusedException(int status, string message) : Exception(message)
{
    internal int Status { get; } = status;
}
