namespace Bindscope.Web.Pages;

/// <summary>Finds the built front-end.</summary>
internal static class FrontEnd
{
    /// <summary>The page that opens the site.</summary>
    internal const string Index = "index.html";

    /// <summary>
    /// The folder of the built front-end: the one that was named, <c>wwwroot</c> beside the program, or <c>web/dist</c> of the sources that
    /// the program or the working folder lies in. Null where it was never built.
    /// </summary>
    internal static string? Find(string? named)
    {
        IEnumerable<string> candidates = named is not null
            ? [named]
            : Above(AppContext.BaseDirectory).Concat(Above(Directory.GetCurrentDirectory())).Prepend(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        return candidates.FirstOrDefault(folder => File.Exists(Path.Combine(folder, Index))) is { } found ? Path.GetFullPath(found) : null;
    }

    private static IEnumerable<string> Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Bindscope.slnx")))
            {
                yield return Path.Combine(at.FullName, "web", "dist");
            }
        }
    }
}
