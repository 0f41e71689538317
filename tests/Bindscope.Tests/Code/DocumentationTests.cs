using System.CommandLine;
using System.Text.RegularExpressions;
using Bindscope.Cli;

namespace Bindscope.Tests.Code;

/// <summary>What the documentation names is there: files that it links to, headings, commands with their options.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Pages { get; } =
    [
        "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "web/README.md",
        .. Directory.GetFiles(Path.Combine(Sources.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Sources.Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    /// <summary>All but the logs, which tell what was done with the commands of its day.</summary>
    public static TheoryData<string> Manuals { get; } = [.. Pages.Select(page => page.Data).Where(page => !page.StartsWith("docs/log/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void LinksLeadSomewhere(string page) => Assert.All(Links(page), link =>
    {
        string[] parts = link.Split('#');
        string file = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
        string path = Path.Combine(Sources.Root, file);
        Assert.True(Path.Exists(path), $"{page} links to {link}, which is not there");
        if (parts.Length > 1)
        {
            Assert.Contains(parts[1], File.ReadLines(path).Where(line => line.StartsWith('#')).Select(Anchor));
        }
    });

    [Theory]
    [MemberData(nameof(Manuals))]
    public void CommandsAreAsTheCommandLineHasThem(string page)
    {
        var root = new RootCommand();
        foreach (IVerb verb in Shell.Verbs)
        {
            root.Add(verb.Command);
        }

        Assert.All(Commands(page), command =>
        {
            ParseResult parsed = root.Parse(Arguments(command));

            // A command that is named alone stands for its kind, and needs no arguments.
            Assert.Empty(command.Contains(' ', StringComparison.Ordinal) ? parsed.Errors.Select(error => error.Message) : parsed.UnmatchedTokens);
        });
    }

    [Fact]
    public void TheCommandsAreFound() => Assert.True(Pages.SelectMany(page => Commands(page)).Count() > 60);

    private static IEnumerable<string> Links(string page) =>
        Link().Matches(File.ReadAllText(Path.Combine(Sources.Root, page))).Select(match => match.Groups["to"].Value)
            .Where(to => !to.Contains("://", StringComparison.Ordinal));

    /// <summary>As Markdown's renderers make a heading's anchor.</summary>
    private static string Anchor(string heading) =>
        NotInAnchors().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    /// <summary>The commands of code blocks and spans; a comment follows after two spaces, alternatives stand in brackets.</summary>
    private static IEnumerable<string> Commands(string page) =>
        from Match match in Command().Matches(File.ReadAllText(Path.Combine(Sources.Root, page)))
        let command = match.Groups["rest"].Value.Trim()
        where command.IndexOfAny(['[', '{', '…', '<']) < 0 || command.Contains("--set", StringComparison.Ordinal)
        select command;

    /// <summary>A letter on its own stands for a number.</summary>
    private static string[] Arguments(string command) =>
        [.. Word().Matches(command).Select(word => Placeholder().Replace(word.Value.Replace("'", "").Replace("\"", ""), "1"))];

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?:^|`|\| |&& )\./bindscope(?<rest>(?: (?! )[^\n`|>&\\]*?)?)(?=  |`|$|\r| \||\s>|&| \\| #)", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("""'[^']*'|"[^"]*"|\S+""")]
    private static partial Regex Word();

    [GeneratedRegex("^[A-Z]$")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
