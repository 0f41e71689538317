using System.CommandLine;
using System.CommandLine.Help;
using Bindscope.Cli.Verbs;
using Bindscope.Errors;
using Bindscope.Model.Weights;

namespace Bindscope.Cli;

/// <summary>From arguments to a command, and from what it throws to an exit code.</summary>
internal static class Shell
{
    /// <summary>Every command, by what it is for; what a newcomer wants first.</summary>
    public static IReadOnlyList<VerbGroup> Groups { get; } =
    [
        new("Start here", [new AskVerb(), new TrainVerb(), new AnalyzeVerb(), new ServeVerb(), new DemoVerb()]),
        new("Programs", [new GenerateVerb(), new RunVerb()]),
        new("Trainings", [new PresetsVerb(), new JobsVerb(), new CheckpointsVerb()]),
        new("Analyses of a run", [.. AnalysisVerbs.Aliases(""), new PatchVerb()]),
        new("Known circuits", [new CompileVerb(), new CalibrateVerb()]),
        new(
            "Write and take elsewhere",
            [new ReportVerb(), new FigureVerb(), new ResultsVerb(), new TableVerb(), new ActivationsVerb(), new ExportVerb(), new ExportModelVerb()]),
        new("This machine", [new DoctorVerb()]),
    ];

    /// <summary>Every command, in the order in which the help lists them.</summary>
    public static IReadOnlyList<IVerb> Verbs { get; } = [.. Groups.SelectMany(group => group.Verbs)];

    /// <summary>All of the program: looks at what the process was given, then runs a command.</summary>
    /// <returns>The process's exit code.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        StandardStreams.Look();
        if (FileLimit.Problem() is { } limit)
        {
            FileLimit.Say(limit);
            return ExitCode.WrongMachine;
        }

        using var interruption = Interruption.OfTheProcess();
        using var terminal = Terminal.OfTheProcess();
        return Run(arguments, Verbs, terminal, interruption.Token);
    }

    /// <summary>Parses, runs and reports.</summary>
    /// <returns>The process's exit code; see <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> arguments, IReadOnlyList<IVerb> verbs, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            try
            {
                return Dispatch(arguments, verbs, terminal, cancellation);
            }
            finally
            {
                // Here, so that a result that cannot be written is an error as any other, and stands before what is said below.
                terminal.Out.Flush();
            }
        }
        catch (UserException wrong)
        {
            terminal.Error.WriteLine($"error: {wrong.Message}");
            terminal.Error.WriteLine($"hint: {wrong.Hint}");
            return wrong.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Cancelled;
        }
        catch (Exception wrong) when (FileProblem.Is(wrong))
        {
            (string reason, string hint) = FileProblem.Of(wrong);
            terminal.Error.WriteLine($"error: a file cannot be read or written: {reason}");
            terminal.Error.WriteLine($"hint: {hint}; what was written before is whole");
            return ExitCode.WrongMachine;
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            terminal.Error.WriteLine("error: this is a defect of Bindscope, not a mistake of yours");
            terminal.Error.WriteLine($"hint: report it with the command line and the lines below\n{defect}");
            return ExitCode.Defect;
        }
    }

    private static int Dispatch(
        IReadOnlyList<string> arguments, IReadOnlyList<IVerb> verbs, Terminal terminal, CancellationToken cancellation)
    {
        if (arguments.FirstOrDefault(argument => !IsText(argument)) is { } broken)
        {
            throw new UserException(
                $"argument {arguments.ToList().IndexOf(broken) + 1} is not Unicode text",
                "write it anew: it holds half of a character, or bytes that are none");
        }

        var root = new RootCommand("Watches a Transformer learn variable binding, and takes the circuit apart.");
        foreach (var verb in verbs)
        {
            root.Add(verb.Command);
        }

        // Other programs have it so, too: help COMMAND.
        IReadOnlyList<string> words = arguments.Count > 0 && arguments[0] == "help" ? [.. arguments.Skip(1), "--help"] : arguments;
        var request = root.Parse(words.Count > 0 ? words : ["--help"]);
        if (request.Action is HelpAction && request.CommandResult.Command.Subcommands.Any() && request.UnmatchedTokens.Any())
        {
            // Help on a command that there is not.
            WrongRequest.ThrowIfAny(request, words);
        }

        if (request.Action is HelpAction && request.CommandResult.Command == root && verbs == Verbs)
        {
            VerbGroup.WriteHelp(Groups, terminal.Out);
            return ExitCode.Success;
        }

        if (request.Action is HelpAction or { ClearsParseErrors: true })
        {
            // A second name that no list shows (`analyze lens`) has its help all the same.
            request.CommandResult.Command.Hidden = false;
            return request.Invoke(new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error });
        }

        WrongRequest.ThrowIfAny(request, words);
        return verbs.Single(v => Has(v.Command, request.CommandResult.Command)).Run(request, terminal, cancellation);
    }

    /// <summary>Whether every surrogate has its other half, and nothing stands where the system's bytes were no character.</summary>
    private static bool IsText(string text)
    {
        if (text.Contains('\uFFFD', StringComparison.Ordinal))
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }

    private static bool Has(Command verb, Command asked) => verb == asked || verb.Subcommands.Contains(asked);
}
