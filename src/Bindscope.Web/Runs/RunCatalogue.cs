using System.Collections.Concurrent;
using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Web.Problems;

namespace Bindscope.Web.Runs;

/// <summary>
/// Finds the site's runs, anew at every request, so that a run that begins is seen. Runs are looked up by name in this listing: a name that
/// a visitor sends never becomes a path.
/// </summary>
internal sealed class RunCatalogue(SiteOptions options)
{
    private const string SpecFile = "spec.json";

    private readonly ConcurrentDictionary<string, (DateTime Written, Run Run)> opened = new(StringComparer.Ordinal);

    /// <summary>Every run, by root and name.</summary>
    internal RunListing List()
    {
        var runs = new Dictionary<string, RunEntry>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach ((string folder, bool isReference) in Folders())
        {
            try
            {
                Run run = Open(folder);
                if (!runs.TryAdd(run.Name, new RunEntry(run.Name, run, isReference)))
                {
                    problems.Add($"{folder} is not shown: {runs[run.Name].Run.Directory} has the same name");
                }
            }
            catch (UserException unreadable)
            {
                problems.Add(unreadable.Message);
            }
        }

        return new RunListing([.. runs.Values], problems);
    }

    /// <summary>The run of a name.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    internal RunEntry Get(string name)
    {
        RunListing listing = List();
        return listing.Runs.FirstOrDefault(run => run.Name == name)
            ?? throw new NotFoundException($"there is no run '{name}'; there are {string.Join(", ", listing.Runs.Select(run => run.Name))}");
    }

    /// <summary>Opens the runs that were chosen by name.</summary>
    /// <exception cref="UserException">There is no such run, or it cannot be read.</exception>
    internal void RequireChosen()
    {
        foreach ((string folder, _) in options.Only.IsDefaultOrEmpty ? [] : Folders())
        {
            Open(folder);
        }
    }

    /// <summary>The step of a run's checkpoint.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    internal static int StepOf(RunEntry run, int step) => run.Steps() is var steps && steps.Contains(step)
        ? step
        : throw new NotFoundException($"{run.Name} has no checkpoint {step}; there are {string.Join(", ", steps)}");

    private IEnumerable<(string Folder, bool IsReference)> Folders()
    {
        (string Folder, bool IsReference)[] all =
        [
            .. from root in options.Roots
               from folder in Run.In(root.Directory)
               select (folder, root.IsReference),
        ];
        return options.Only.IsDefaultOrEmpty ? all : options.Only.Select(name => Chosen(name, all));
    }

    /// <summary>A run that was chosen by its name in one of the roots, or by its path.</summary>
    private static (string Folder, bool IsReference) Chosen(string name, (string Folder, bool IsReference)[] all) =>
        all.FirstOrDefault(one => Path.GetFileName(one.Folder) == name) is { Folder: not null } found ? found : (Run.Locate(name), false);

    private Run Open(string folder)
    {
        string spec = Path.Combine(folder, SpecFile);
        if (!File.Exists(spec))
        {
            // No run's own folder: one that keeps its results, or an error that says what is wrong with it.
            Run results = Run.Open(folder);
            return Kept(folder, Path.Combine(results.Directory, SpecFile), () => results);
        }

        if (!OwnFiles.Is(folder, spec))
        {
            throw new UserException($"{spec} is a symbolic link, which the site does not follow", "copy the file, or link the run's whole folder", 3);
        }

        return Kept(folder, spec, () => Run.Open(folder));
    }

    /// <summary>The run that was opened before: test sets are kept for it, as long as its spec.json is what it was.</summary>
    private Run Kept(string folder, string spec, Func<Run> open)
    {
        DateTime written = File.GetLastWriteTimeUtc(spec);
        if (opened.TryGetValue(folder, out var known) && known.Written == written && Path.Combine(known.Run.Directory, SpecFile) == spec)
        {
            return known.Run;
        }

        Run run = open();
        opened[folder] = (written, run);
        return run;
    }
}
