using System.Collections.Immutable;
using System.CommandLine;
using Bindscope.Errors;
using Bindscope.Web;

namespace Bindscope.Cli.Verbs;

/// <summary>The options that say which runs a site shows.</summary>
internal sealed class SiteSelection
{
    private readonly Option<string[]> run = new("--run")
    {
        Description = "a run by name or path, the first shown first; by default all runs",
    };

    private readonly Option<string[]> runs = new("--runs")
    {
        Description = "a folder of runs instead of runs/ and reference/; may be given several times",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(run);
        command.Add(runs);
    }

    /// <summary>What is to be shown.</summary>
    /// <exception cref="UserException">A folder of runs does not exist.</exception>
    public SiteOptions Options(ParseResult request)
    {
        string[] folders = request.GetValue(runs) ?? [];
        if (folders.FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing)
        {
            throw new UserException($"there is no folder {missing}", "name a folder that holds runs, such as runs", ExitCode.WrongMachine);
        }

        ImmutableArray<RunRoot> roots = folders.Length == 0 ? SiteOptions.DefaultRoots : [.. folders.Select(folder => new RunRoot(folder))];
        return new SiteOptions(roots, [.. request.GetValue(run) ?? []]);
    }
}
