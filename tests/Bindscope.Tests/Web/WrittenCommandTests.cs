using System.CommandLine;
using System.Text.RegularExpressions;
using Bindscope.Analysis;
using Bindscope.Cli;

namespace Bindscope.Tests.Web;

/// <summary>Commands that are written in the pages themselves, where no stored analysis offers its own, are the catalogue's.</summary>
public sealed partial class WrittenCommandTests
{
    private static IEnumerable<(string File, string Text)> Sources =>
        Directory.EnumerateFiles(Path.Combine(Code.Sources.Root, "web", "src"), "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".svelte", StringComparison.Ordinal) || file.EndsWith(".ts", StringComparison.Ordinal))
            .Select(file => (file, File.ReadAllText(file)));

    [Fact]
    public void WhatAFigureLacksIsComputedByAnAnalysisUnderItsOwnName()
    {
        string[] verbs = [.. Sources.SelectMany(source => Verb().Matches(source.Text)).Select(match => match.Groups["verb"].Value)];

        Assert.InRange(verbs.Length, 15, int.MaxValue);
        Assert.All(verbs, verb => Assert.Contains(verb, Catalogue.All.Select(entry => entry.Info.Command)));
    }

    [Fact]
    public void CommandsInTheTextAreThere()
    {
        var root = new RootCommand();
        foreach (IVerb verb in Shell.Verbs)
        {
            root.Add(verb.Command);
        }

        string[][] commands = [.. Sources.SelectMany(source => Command().Matches(source.Text)).Select(match => match.Groups["words"].Value.Trim().Split(' '))];
        Assert.InRange(commands.Length, 15, int.MaxValue);
        Assert.All(commands, words =>
        {
            ParseResult parsed = root.Parse(words);
            Assert.True(parsed.UnmatchedTokens.Count == 0 && parsed.CommandResult.Command is not RootCommand, $"bindscope {string.Join(' ', words)}");
        });
    }

    [GeneratedRegex("\\bverb=\"(?<verb>[^\"{]+)\"")]
    private static partial Regex Verb();

    // Words up to the first option, value or end of the sentence.
    [GeneratedRegex(@"\bbindscope(?<words>( [a-z][a-z-]*)+)(?= --|`|<|'| \$)")]
    private static partial Regex Command();
}
