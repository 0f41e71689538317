namespace Bindscope.Web.Problems;

/// <summary>What a visitor asks for is not there.</summary>
internal sealed class NotFoundException(string message) : Exception(message);
