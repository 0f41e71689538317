namespace Bindscope.Errors;

/// <summary>An error that the user can correct: printed as <c>error:</c> and <c>hint:</c>, without a stack.</summary>
/// <param name="message">What is wrong and where, as a sentence.</param>
/// <param name="hint">What to do about it, as a sentence.</param>
/// <param name="exitCode">2 for a wrong request, 3 for something wrong with the machine or with files.</param>
/// <param name="inner">The error beneath it, if there was one.</param>
public sealed class UserException(string message, string hint, int exitCode = 2, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What to do about it.</summary>
    public string Hint { get; } = hint;

    /// <summary>The process's exit code: 2 for a wrong request, 3 for something wrong with the machine or with files.</summary>
    public int ExitCode { get; } = exitCode;
}
