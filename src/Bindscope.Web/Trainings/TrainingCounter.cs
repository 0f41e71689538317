using System.Security.Cryptography;
using System.Text;
using Bindscope.Runs.Presets;
using Bindscope.Web.Analyses;
using Bindscope.Web.Problems;
using Bindscope.Web.Runs;

namespace Bindscope.Web.Trainings;

/// <summary>Decides what visitors may begin and stop, and begins and stops it.</summary>
/// <param name="desk">Where it is done; null where nothing can be begun.</param>
/// <param name="refusal">Why nothing can be begun here; null where it can.</param>
/// <param name="catalogue">The runs.</param>
internal sealed class TrainingCounter(TrainingDesk? desk, string? refusal, RunCatalogue catalogue)
{
    /// <summary>A counter for a server as it was started.</summary>
    internal static TrainingCounter For(SiteOptions options, TrainingDesk? desk, RunCatalogue catalogue) => new(desk, Refusal(options, desk), catalogue);

    /// <summary>What is trained, and what can be.</summary>
    internal TrainingOffer Offer()
    {
        IReadOnlyList<RunEntry> runs = catalogue.List().Runs;
        return new TrainingOffer(
            refusal,
            PresetOffer.All,
            desk?.State,
            [.. runs.Where(run => !run.Run.IsFinished && run.Run.IsTraining).Select(RunReader.Summary)],
            Fingerprint(runs));
    }

    /// <summary>Trains a preset from a seed, or takes up that training.</summary>
    /// <returns>The run's name.</returns>
    /// <exception cref="RefusedException">It cannot be begun.</exception>
    internal string Train(TrainRequest request)
    {
        TrainingDesk open = Open();
        if (PresetOffer.All.All(offer => offer.Name != request.Preset))
        {
            throw new RefusedException(
                400, $"'{request.Preset}' is not trained from a page", $"choose {string.Join(" or ", PresetOffer.All.Select(offer => offer.Name))};"
                + " every preset can be trained in a terminal: bindscope train");
        }

        Preset preset = Preset.Named(request.Preset);
        preset = preset with { Training = preset.Training with { Seed = request.Seed } };
        string name = FormattableString.Invariant($"{request.Preset}-{request.Seed}");
        string folder = Path.Combine(open.Directory, name);
        RunEntry? there = catalogue.List().Runs.FirstOrDefault(run => run.Name == name);
        if (there is not null)
        {
            RequireUnfinished(there);
            if (PresetJson.Write(there.Run.Preset) != PresetJson.Write(preset))
            {
                throw new RefusedException(
                    409, $"{name} is a stopped run whose fields differ from the preset's", "continue it as it is, or choose another seed");
            }
        }

        DeskStep training = there is null ? DeskStep.Train(folder, request.Preset, request.Seed) : DeskStep.Resume(folder);
        return Begin(open, name, training, DeskStep.Phases(folder));
    }

    /// <summary>Goes on with a stopped training.</summary>
    /// <exception cref="RefusedException">It cannot be begun.</exception>
    internal string Resume(string name)
    {
        TrainingDesk open = Open();
        RunEntry run = Own(name);
        RequireUnfinished(run);
        return Begin(open, name, DeskStep.Resume(run.Run.Directory), DeskStep.Phases(run.Run.Results));
    }

    /// <summary>Does every analysis of a run that is not there yet.</summary>
    /// <exception cref="RefusedException">It cannot be begun.</exception>
    internal string Analyse(string name)
    {
        TrainingDesk open = Open();
        RunEntry run = Own(name);
        return run.Steps().Count == 0
            ? throw new RefusedException(409, $"{name} has no checkpoint yet", "train it first")
            : Begin(open, name, DeskStep.Phases(run.Run.Results), DeskStep.Analyses(run.Run.Results));
    }

    /// <summary>Stops what is done for a run.</summary>
    /// <exception cref="RefusedException">Nothing of it was begun here.</exception>
    internal string Stop(string name)
    {
        TrainingDesk open = Open();
        // A run that begins has no folder yet.
        if (open.Busy == name)
        {
            open.Stop();
            return name;
        }

        throw catalogue.Get(name).Run.IsTraining
            ? new RefusedException(409, $"{name} is trained by another program", "stop it with Ctrl-C where it was started")
            : new RefusedException(409, $"nothing is running for {name}");
    }

    private static string? Refusal(SiteOptions options, TrainingDesk? desk)
    {
        if (desk is null)
        {
            return "This server was started without a folder for new runs.";
        }

        if (!options.Only.IsDefaultOrEmpty)
        {
            return "This server shows only the runs chosen with --run, and a new one would not be among them.";
        }

        return options.IsLocal || options.AllowsTraining
            ? null
            : "Others can reach this server, so trainings are off; bindscope serve --allow-training turns them on.";
    }

    private static void RequireUnfinished(RunEntry run)
    {
        if (run.Run.IsFinished)
        {
            throw new RefusedException(
                409, $"{run.Name} is trained already{(run.IsReference ? ": it comes with the project" : "")}", "look at it, or choose another seed");
        }

        if (run.Run.IsTraining)
        {
            throw new RefusedException(409, $"{run.Name} is being trained", "watch it, or choose another seed");
        }

        RequireOwn(run);
    }

    private static void RequireOwn(RunEntry run)
    {
        if (run.IsReference)
        {
            throw new RefusedException(
                409, $"{run.Name} comes with the project and stays as it is", $"work on a copy: cp -r {run.Run.Directory} runs/");
        }
    }

    private static string Begin(TrainingDesk desk, string name, params ReadOnlySpan<DeskStep> steps) => desk.TryBegin(name, [.. steps])
        ? name
        : throw new RefusedException(409, $"{desk.Busy ?? "another run"} is being worked on, and only one at a time can be", "wait for its end, or stop it");

    /// <summary>Names, states and numbers of analyses, in a few characters.</summary>
    private static string Fingerprint(IReadOnlyList<RunEntry> runs) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', runs.Select(run => $"{run.Name} {RunReader.State(run)} {AnalysisListing.Names(run).Count()}")))).AsSpan(0, 8));

    private TrainingDesk Open() => desk is not null && refusal is null
        ? desk
        : throw new RefusedException(403, refusal ?? "Nothing can be trained here.");

    private RunEntry Own(string name)
    {
        RunEntry run = catalogue.Get(name);
        RequireOwn(run);
        return run;
    }
}
