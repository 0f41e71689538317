using System.Collections.Concurrent;
using System.Collections.Immutable;
using Bindscope.Errors;
using Bindscope.Web;
using Bindscope.Web.Trainings;

namespace Bindscope.Cli.Verbs;

/// <summary>
/// Serves the pages in this process, and trains in processes of their own, one after the other, which have the terminal to themselves
/// meanwhile and end with this one. What the server has to say in that time is told when they are done.
/// </summary>
/// <param name="plan">What is trained; null for nothing.</param>
/// <param name="pages">How it is shown.</param>
/// <param name="terminal">Where to tell of it.</param>
internal sealed class Demo(DemoPlan? plan, DemoPages pages, Terminal terminal)
{
    /// <summary>The run that visitors see first: finished, with everything analysed.</summary>
    private const string Reference = "small-lm-256";

    private readonly ConcurrentQueue<string> held = new();

    /// <summary>Runs it until everything is done and, where pages are served, until Ctrl-C.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> Run(CancellationToken cancellation)
    {
        await using var desk = new TrainingDesk(OwnProgram.Command, plan?.Runs ?? "runs", TimeProvider.System);
        await using SiteServer? server = pages.AreServed ? await Serve(desk, cancellation) : null;
        if (server is not null)
        {
            Show(server);
        }

        int code = plan is null ? ExitCode.Success : await Train(plan, desk, server, cancellation);
        if (server is null || cancellation.IsCancellationRequested)
        {
            return code;
        }

        await UntilCtrlC(cancellation);
        if (desk.Busy is { } busy)
        {
            terminal.Error.WriteLine($"stopping the work on {busy} that was started from the pages; it can be continued later");
        }

        return code;
    }

    /// <summary>A training is worth its while without pages, too, so it goes on where they cannot be served.</summary>
    private async Task<SiteServer?> Serve(TrainingDesk desk, CancellationToken cancellation)
    {
        try
        {
            ImmutableArray<RunRoot> roots = SiteOptions.DefaultRoots;
            if (plan is not null && roots.All(root => Path.GetFullPath(root.Directory) != Path.GetFullPath(plan.Runs)))
            {
                roots = [new RunRoot(plan.Runs), .. roots];
            }

            return await SiteServer.Start(new SiteOptions(roots, Port: pages.Port, Report: held.Enqueue), TimeProvider.System, cancellation, desk);
        }
        catch (UserException refused) when (plan is not null)
        {
            terminal.Error.WriteLine($"warning: the pages are not served: {refused.Message}");
            terminal.Error.WriteLine($"hint: {refused.Hint}; `{OwnProgram.Spelling} serve` shows the run later");
            return null;
        }
    }

    private void Show(SiteServer server)
    {
        if (pages.Port is null && new Uri(server.Address).Port != SiteOptions.DefaultPort)
        {
            terminal.Error.WriteLine($"port {SiteOptions.DefaultPort} is taken, so another one is used");
        }

        // An installed program comes without reference runs; the pages choose then.
        bool hasReference = SiteOptions.DefaultRoots.Any(root => File.Exists(Path.Combine(root.Directory, Reference, "spec.json")));
        if (!hasReference)
        {
            terminal.Error.WriteLine("There are no reference runs here (they come with the sources): " + (plan, server.RunCount) switch
            {
                ({ IsFinished: false }, _) => $"the pages show {plan.Name}, which is trained now.",
                (_, 0) => "the pages have no run to show yet. Train one from them, or leave --no-train out.",
                _ => "the pages show your own runs.",
            });
        }

        string address = AddressOf(server, plan is { IsFinished: true } ? plan.Name : hasReference ? Reference : null);
        terminal.Out.WriteLine(address);
        terminal.Out.Flush();
        bool isOpened = pages.OpensBrowser && Browser.Open(address);
        terminal.Error.WriteLine(isOpened ? "opened in the browser" : "open this address in a browser");
        terminal.Error.WriteLine(plan switch
        {
            null => "Ctrl-C stops it",
            { IsFinished: true } => $"{plan.Directory} was trained before. Ctrl-C ends server and analyses; nothing is lost",
            _ when hasReference => $"It shows the finished reference runs, and {plan.Name} as it trains here. Ctrl-C ends both; nothing is lost",
            _ => $"It shows {plan.Name} as it trains here. Ctrl-C ends both; nothing is lost",
        });
        terminal.Error.WriteLine();
    }

    private async Task<int> Train(DemoPlan wanted, TrainingDesk desk, SiteServer? server, CancellationToken cancellation)
    {
        DeskState? ended;
        using (cancellation.Register(desk.Stop))
        {
            ended = await desk.Run(wanted.Name, wanted.Steps);
        }

        while (held.TryDequeue(out string? line))
        {
            terminal.Error.WriteLine(line);
        }

        terminal.Error.WriteLine();
        switch (ended)
        {
            case DeskState.Finished:
                Tell(wanted, server);
                return ExitCode.Success;
            case DeskState.Failed:
                terminal.Error.WriteLine($"error: {wanted.Directory} could not be finished; see the message above");
                terminal.Error.WriteLine("hint: the same command continues from its newest checkpoint" + Meanwhile(server));
                return ExitCode.WrongMachine;
            case null:
                terminal.Error.WriteLine($"{desk.Busy} was just started from the pages; {wanted.Directory} can be trained when it is done");
                return ExitCode.WrongMachine;
            default:
                terminal.Error.WriteLine($"{wanted.Directory} is stopped; the same command continues it" + Meanwhile(server));
                return ExitCode.Cancelled;
        }

        string Meanwhile(SiteServer? still) => still is null || cancellation.IsCancellationRequested ? "" : "; the pages stay until Ctrl-C";
    }

    private void Tell(DemoPlan done, SiteServer? server)
    {
        terminal.Error.WriteLine("Everything is in place:");
        terminal.Error.WriteLine($"  the training    {done.Directory}/metrics.jsonl and checkpoints/ (docs/runs.md)");
        terminal.Error.WriteLine($"  the analyses    {done.Directory}/analyses/ ({OwnProgram.Spelling} analyze list says what each answers)");
        terminal.Error.WriteLine($"  the report      {OwnProgram.Spelling} report --run {ShellWord.Of(done.Directory)}");
        terminal.Error.WriteLine("  the pages       " + (server is null ? $"{OwnProgram.Spelling} serve" : $"{AddressOf(server, done.Name)} until Ctrl-C"));
    }

    private async Task UntilCtrlC(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
                while (held.TryDequeue(out string? line))
                {
                    terminal.Error.WriteLine(line);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is the way to end it.
        }
    }

    private static string AddressOf(SiteServer server, string? run) =>
        $"{server.Address}/#/overview{(run is null ? "" : $"?run={Uri.EscapeDataString(run)}")}";
}
