namespace Bindscope.Paper.Evidence;

/// <summary>An analysis that a report needs: its answer where there is one, and the command that computes it.</summary>
/// <param name="Name">The analysis's folder; empty where there is none.</param>
/// <param name="Result">Its answer; null where there is none that can be read.</param>
/// <param name="Command">Computes it.</param>
/// <param name="Problem">Why there is none, where a file is there that cannot be read.</param>
/// <typeparam name="T">The answer's type.</typeparam>
internal sealed record Source<T>(string Name, T? Result, string Command, string? Problem)
    where T : class
{
    /// <summary>What to say instead of a result.</summary>
    internal string Missing => Problem is null ? "This analysis has not been run." : $"The stored analysis cannot be read: {Problem}";
}
