using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Bindscope.Analysis.Given;
using Bindscope.Analysis.Live;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Has a checkpoint answer a user's own programs.</summary>
internal sealed class AskVerb : IVerb
{
    private readonly CheckpointOptions options = new();
    private readonly DeviceOption device = new();
    private readonly Argument<string> file = new("FILE")
    {
        Description = "text with blank lines between programs, JSON lines (text, label), or pairs as JSON lines or CSV (base, source); - for standard input",
    };

    private readonly Option<int> workers = new("--workers")
    {
        Description = "threads",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    public AskVerb()
    {
        Command = new Command("ask", "Has a checkpoint answer your own programs, and says which answers are right.") { file, workers };
        options.AddTo(Command);
        device.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        if (request.GetValue(workers) < 1)
        {
            throw new UserException("--workers must be at least 1", "leave it out for one thread per core");
        }

        string path = request.GetRequiredValue(file);
        string source = path == "-" ? "standard input" : path;
        ImmutableArray<GivenProgram> given = GivenPrograms.Read(ProgramFile.ReadText(path, terminal.In, cancellation), source);
        var run = options.Open(request);
        int step = options.StepOf(request, run);
        device.Require(request);
        Transformer model = CheckpointOptions.Load(run, step, terminal);
        GivenPrograms.RequireRoom(given, source, model.Spec);
        AskedProgram[] asked =
        [
            .. Asking.Run(model, [.. given.Select(one => one.Program)], request.GetValue(workers), cancellation)
                .Zip(given, (answer, one) => answer with { Label = one.Label }),
        ];
        if (options.Json(request))
        {
            Array.ForEach(asked, terminal.Out.WriteJson);
        }
        else
        {
            Show($"{run.Name}, step {step.ToString(CultureInfo.InvariantCulture)}", asked, GivenPrograms.WrongLabels(given), terminal);
        }

        if (UntrainedLengths.Words(given.Select(one => one.Program.Lines.Length), run.Preset.ProgramLengths()) is { } lengths)
        {
            terminal.Error.WriteLine($"note: {lengths}");
        }

        return ExitCode.Success;
    }

    private static void Show(string title, AskedProgram[] asked, string? wrongLabels, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine(title);
        Table table = Tables.Plain("program", "answer", "probability", "right answer", "");
        foreach (AskedProgram one in asked)
        {
            table.Row(
                one.Program.Replace('\n', ' '),
                one.Answer,
                Tables.Invariant($"{one.Probability:0.000}"),
                Tables.Invariant($"{one.RightAnswer}"),
                (one.IsRight ? "right" : "wrong") + (one.Label is { } label && label != one.RightAnswer ? Tables.Invariant($"; the label says {label}") : ""));
        }

        console.Write(table);
        var share = Proportion.OfCounts(asked.Count(one => one.IsRight), asked.Length);
        console.WriteLine(Tables.Invariant(
            $"{asked.Count(one => one.IsRight)} of {asked.Length} right: {100 * share.Value:0.0} % ({100 * share.Low:0.0}-{100 * share.High:0.0})"));
        if (wrongLabels is not null)
        {
            console.WriteLine(wrongLabels);
        }
    }
}
