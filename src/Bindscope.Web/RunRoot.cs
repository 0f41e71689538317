namespace Bindscope.Web;

/// <summary>A folder that holds runs.</summary>
/// <param name="Directory">The folder; it need not exist.</param>
/// <param name="IsReference">Whether its runs come with the project, rather than from the user.</param>
public sealed record RunRoot(string Directory, bool IsReference = false);
