namespace Bindscope.Web.Problems;

/// <summary>A request that the server does not take, with the status that says why.</summary>
internal sealed class RefusedException(int status, string message, string? hint = null) : Exception(message)
{
    internal int Status { get; } = status;

    /// <summary>What to do about it; null where there is nothing to say.</summary>
    internal string? Hint { get; } = hint;
}
