using System.Collections.Immutable;
using System.Text;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model.Weights;
using Bindscope.Runs;
using Bindscope.Web.Data;
using Bindscope.Web.Live;
using Bindscope.Web.Pages;
using Bindscope.Web.Programs;
using Bindscope.Web.Runs;

namespace Bindscope.Web.Export;

/// <summary>
/// The whole site as a folder of files, for any static file server: the pages and every file below <c>data/</c>, the same bytes as the server
/// sends. Only the index differs, which says that no server answers; and the weights are added, with which the pages answer themselves.
/// </summary>
public static class SiteExport
{
    /// <summary>Lists what an export wrote, so that the next one leaves everything else alone.</summary>
    private const string Mark = "bindscope-site.txt";

    private const string Heading = "Written by `bindscope export`, which may replace these files:";

    /// <summary>Seconds for one computation; nobody waits for an answer here.</summary>
    private const double Patience = 3600;

    /// <summary>Writes the folder, whole or not at all: into a folder beside it, which then takes its name.</summary>
    /// <param name="options">What the site shows.</param>
    /// <param name="folder">A folder that does not exist, is empty, or is an earlier export, in which files that no export wrote stay.</param>
    /// <param name="work">How it is run.</param>
    /// <param name="weights">Whether the checkpoints' weights come along; without them the pages answer no program but the example.</param>
    /// <returns>How many files it has, and their bytes.</returns>
    /// <exception cref="UserException">The folder is something else, the pages are not built, or a file cannot be read or written.</exception>
    public static async Task<(int Files, long Bytes)> Run(SiteOptions options, string folder, Work work, bool weights = true)
    {
        string pages = FrontEnd.Find(options.FrontEnd)
            ?? throw new UserException("the pages are not built", "build them with `make web` (it needs Node 20 and npm)", 3);
        using WholeFolder whole = WholeFolder.Replacing(folder, "an exported site with its list", Listed);
        try
        {
            (int files, long bytes) = await Write(options, pages, whole.Part, work, weights);
            whole.Commit();
            return (files, bytes);
        }
        catch (Exception failure) when (FileProblem.Is(failure))
        {
            throw whole.Explained(failure);
        }
    }

    /// <summary>What an earlier export wrote into a folder, as its list says; null where there is no list.</summary>
    private static IReadOnlySet<string>? Listed(string folder)
    {
        string list = Path.Combine(folder, Mark);
        return File.Exists(list) && File.ReadAllLines(list) is [Heading, .. var paths] ? paths.Append(Mark).ToHashSet(StringComparer.Ordinal) : null;
    }

    private static async Task<(int Files, long Bytes)> Write(
        SiteOptions options, string pages, string part, Work work, bool weights)
    {
        SiteLimits limits = options.Limits ?? new SiteLimits();
        var catalogue = new RunCatalogue(options);
        catalogue.RequireChosen();
        using var models = new LiveModels(limits with { DeadlineSeconds = Patience }, TimeProvider.System);
        var tests = new TestSets();
        var data = new SiteData(catalogue, tests, models, limits);
        RunEntry[] runs = [.. catalogue.List().Runs];
        (RunEntry Run, string Path)[] paths = [.. from run in runs from path in SiteData.Paths(run) select (run, path)];
        var written = new List<string>();
        (int files, long bytes) = (0, 0L);
        RunSummary? first = SiteIndex.FirstOf(RunReader.Index(catalogue.List(), limits, live: false).Runs);
        ImmutableArray<Evaluation> curve = first is null ? [] : RunReader.Evaluations(runs.First(run => run.Name == first.Name));
        foreach (string page in Directory.EnumerateFiles(pages, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(pages, page);
            await Add(name, first is not null && name == FrontEnd.Index
                ? Encoding.UTF8.GetBytes(LinkPreview.Into(await File.ReadAllTextAsync(page, work.Cancellation), first, curve, options.Address))
                : await File.ReadAllBytesAsync(page, work.Cancellation));
        }

        if (first is not null)
        {
            await Add(LinkPreview.Picture, CurvePicture.Png(curve));
        }

        for (int done = 0; done < paths.Length; done++)
        {
            (RunEntry run, string path) = paths[done];
            work.Cancellation.ThrowIfCancellationRequested();
            work.Progress?.Report(new AnalysisProgress(run.Name, done, paths.Length));
            // What a run that trains has lost since it was listed is left out.
            if (await data.FindAny(run, path, work.Cancellation) is { } file)
            {
                await Add(Path.Combine("data", path), file.Read());
            }
        }

        foreach (RunEntry run in weights ? runs : [])
        {
            foreach (string file in WeightsExport.Write(run, Path.Combine(part, "data", "runs", run.Name), tests, work))
            {
                written.Add(Path.GetRelativePath(part, file).Replace('\\', '/'));
                (files, bytes) = (files + 1, bytes + new FileInfo(file).Length);
            }
        }

        await Add(Path.Combine("data", "site.json"), data.Index(live: false, weights).Read());
        await Add(Mark, Encoding.UTF8.GetBytes(string.Concat(written.Prepend(Heading).Select(line => line + "\n"))));
        return (files, bytes);

        async Task Add(string path, byte[] content)
        {
            string file = Path.Combine(part, path);
            Disk.CreateFolder(Path.GetDirectoryName(file)!);
            using (FileStream stream = Disk.Create(file))
            {
                await stream.WriteAsync(content, work.Cancellation);
                Disk.Flush(stream);
            }

            written.Add(path.Replace('\\', '/'));
            (files, bytes) = (files + 1, bytes + content.LongLength);
        }
    }
}
